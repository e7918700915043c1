'use client';

import { type ReactNode, useActionState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { addWish, dropWish, takeWishesBack, type WishAnswer } from './actions';

const actions = { add: addWish, drop: dropWish, withdraw: takeWishesBack };

interface WishFormProps {
  what: keyof typeof actions;
  fields: Record<string, string>;
  label: string;
  refused: string;
  quiet?: boolean;
  children?: ReactNode;
}

/** On the client for one reason: the answer appears beside its button. Without script the page comes back with it. */
export function WishForm({ what, fields, label, refused, quiet, children }: WishFormProps) {
  const [answer, action, pending] = useActionState<WishAnswer | null, FormData>(actions[what], null);
  return (
    <form action={action} className="flow-tight">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {answer && (
        <Notice kind="danger" title={refused}>
          <p>{answer.sentence}</p>
        </Notice>
      )}
      <Button variant={quiet ? 'quiet' : 'secondary'} disabled={pending}>
        {label}
      </Button>
    </form>
  );
}
