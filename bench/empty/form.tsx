'use client';

import { useActionState } from 'react';
import { nothing } from './actions';

export function EmptyForm() {
  const [, action] = useActionState(nothing, null);
  return (
    <form action={action}>
      <input type="hidden" name="locale" value="ko" />
      <input type="hidden" name="beneficiary" value="00000000-0000-7000-8000-000000000000" />
      <input type="hidden" name="round" value="bench" />
      <button type="submit">·</button>
    </form>
  );
}
