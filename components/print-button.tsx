'use client';

import { useSyncExternalStore } from 'react';
import { Button } from './button';

const never = () => () => undefined;

/** Printing from the page needs script: without it there is no button that does nothing. */
export function PrintButton({ label }: { label: string }) {
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!scripted) return null;
  return (
    <Button type="button" variant="secondary" onClick={() => window.print()}>
      {label}
    </Button>
  );
}
