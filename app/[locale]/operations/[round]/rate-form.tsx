'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { rateAction } from '../actions';

interface RateFormProps {
  locale: string;
  round: string;
  /** As it is now; empty while the controller decides. */
  rate: string;
  label: string;
  hint: string;
  refused: string;
  yes: string;
}

/** On the client for one reason: after a refusal what was typed is still there. Without script the page comes back with it. */
export function RateForm({ locale, round, rate, label, hint, refused, yes }: RateFormProps) {
  const [answer, action, pending] = useActionState(rateAction, null);
  return (
    <form action={action} className="flow">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="round" value={round} />
      {answer && (
        <Notice kind="danger" title={refused}>
          <p>{answer.sentence}</p>
        </Notice>
      )}
      <Field
        label={label}
        hint={hint}
        name="rate"
        inputMode="decimal"
        maxLength={9}
        autoComplete="off"
        // A form of React is emptied when its action is done.
        key={answer?.reason}
        defaultValue={answer?.reason ?? rate}
      />
      <p>
        <Button variant="secondary" disabled={pending}>
          {yes}
        </Button>
      </p>
    </form>
  );
}
