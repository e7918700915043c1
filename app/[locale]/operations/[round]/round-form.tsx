'use client';

import { type ComponentProps, useActionState } from 'react';
import { Button, ButtonLink } from '@/components/button';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import type { ChangeAnswer } from '../actions';

interface RoundFormProps {
  action: (before: ChangeAnswer | null, form: FormData) => Promise<ChangeAnswer>;
  locale: string;
  round: string;
  /** What is asked for, if anything. */
  field?: ComponentProps<typeof Field>;
  refused: string;
  yes: { label: string; variant: ComponentProps<typeof Button>['variant'] };
  no?: { href: string; label: string };
}

/** On the client for one reason: after a refusal what was typed is still there. Without script the page comes back with it. */
export function RoundForm({ action, locale, round, field, refused, yes, no }: RoundFormProps) {
  const [answer, send, pending] = useActionState(action, null);
  return (
    <form action={send} className="flow">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="round" value={round} />
      {answer && (
        <Reply again={answer} title={refused} fields={field ? [{ id: field.id ?? field.name, label: field.label }] : []}>
          <p>{answer.sentence}</p>
        </Reply>
      )}
      {field && (
        // A form of React is emptied when its action is done.
        <Field autoComplete="off" {...field} key={answer?.typed} defaultValue={answer?.typed ?? field.defaultValue} />
      )}
      <p className="flex flex-wrap gap-2">
        <Button variant={yes.variant} disabled={pending}>
          {yes.label}
        </Button>
        {no && (
          <ButtonLink variant="secondary" href={no.href}>
            {no.label}
          </ButtonLink>
        )}
      </p>
    </form>
  );
}
