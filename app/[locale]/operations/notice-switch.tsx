'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import { retryNoticesAction, startNoticesAction, stopNoticesAction } from './actions';

interface NoticeSwitchProps {
  locale: string;
  stopped: boolean;
  dead: boolean;
  labels: Record<'reason' | 'hint' | 'stop' | 'start' | 'retry' | 'refused', string>;
}

/** On the client for one reason: after a refusal the reason that was typed is still there. */
export function NoticeSwitch({ locale, stopped, dead, labels }: NoticeSwitchProps) {
  const [answer, action, pending] = useActionState(stopped ? startNoticesAction : stopNoticesAction, null);
  return (
    <>
      {answer && (
        <Reply again={answer} title={labels.refused} fields={stopped ? [] : [{ id: 'notice-reason', label: labels.reason }]}>
          <p>{answer.sentence}</p>
        </Reply>
      )}
      <form action={action} className="flow-tight">
        <input type="hidden" name="locale" value={locale} />
        {!stopped && (
          <Field
            label={labels.reason}
            hint={labels.hint}
            name="reason"
            id="notice-reason"
            maxLength={200}
            autoComplete="off"
            key={answer?.typed}
            defaultValue={answer?.typed}
          />
        )}
        <p>
          <Button variant={stopped ? 'primary' : 'danger'} disabled={pending}>
            {stopped ? labels.start : labels.stop}
          </Button>
        </p>
      </form>
      {dead && (
        <form action={retryNoticesAction}>
          <input type="hidden" name="locale" value={locale} />
          <Button variant="secondary">{labels.retry}</Button>
        </form>
      )}
    </>
  );
}
