'use client';

import { type ReactNode, useActionState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { type HouseholdAnswer, inviteAction, joinAction, leaveHouseholdAction, togetherAction } from './actions';

const actions = { together: togetherAction, invite: inviteAction, join: joinAction, leave: leaveHouseholdAction };

interface HouseholdFormProps {
  what: keyof typeof actions;
  locale: string;
  fields: Record<string, string>;
  label: string;
  quiet?: boolean;
  children?: ReactNode;
}

/** On the client for one reason: the answer appears beside its button. Without script the page comes back with it. */
export function HouseholdForm({ what, locale, fields, label, quiet, children }: HouseholdFormProps) {
  const [answer, action, pending] = useActionState<HouseholdAnswer | null, FormData>(actions[what], null);
  return (
    <form action={action} className="flow-tight">
      {Object.entries({ locale, ...fields }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {answer && (
        <Notice kind={answer.ok ? 'success' : 'danger'} title={answer.title}>
          <p>{answer.sentence}</p>
        </Notice>
      )}
      <Button variant={quiet ? 'quiet' : 'secondary'} disabled={pending}>
        {label}
      </Button>
    </form>
  );
}
