'use client';

import type { ComponentProps } from 'react';
import { useFormStatus } from 'react-dom';
import { Button } from '@/components/button';

/** Sends a form once: a second press, while the first is under way, would go to a page that is leaving. The server takes both alike. */
export function Press(props: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus();
  return <Button {...props} aria-disabled={pending || undefined} onClick={(event) => pending && event.preventDefault()} />;
}
