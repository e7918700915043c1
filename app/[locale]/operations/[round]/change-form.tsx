'use client';

import { useActionState } from 'react';
import { Button, ButtonLink } from '@/components/button';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { pauseAction, resumeAction } from '../actions';

interface ChangeFormProps {
  locale: string;
  round: string;
  /** Asked for when pausing; resuming has none. */
  reason?: { label: string; hint: string };
  refused: string;
  yes: string;
  no: { href: string; label: string };
}

/** On the client for one reason: after a refusal the typed reason is still there. Without script the page comes back with it. */
export function ChangeForm({ locale, round, reason, refused, yes, no }: ChangeFormProps) {
  const [answer, action, pending] = useActionState(reason ? pauseAction : resumeAction, null);
  return (
    <form action={action} className="flow">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="round" value={round} />
      {answer && (
        <Notice kind="danger" title={refused}>
          <p>{answer.sentence}</p>
        </Notice>
      )}
      {reason && (
        <Field
          label={reason.label}
          hint={reason.hint}
          name="reason"
          required
          minLength={5}
          maxLength={200}
          autoComplete="off"
          // A form of React is emptied when its action is done.
          key={answer?.reason}
          defaultValue={answer?.reason}
        />
      )}
      <p className="flex flex-wrap gap-2">
        <Button variant={reason ? 'danger' : 'primary'} disabled={pending}>
          {yes}
        </Button>
        <ButtonLink variant="secondary" href={no.href}>
          {no.label}
        </ButtonLink>
      </p>
    </form>
  );
}
