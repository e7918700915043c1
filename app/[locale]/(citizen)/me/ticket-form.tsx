'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Reply } from '@/components/reply';
import { takeTicket } from './actions';

interface TicketFormProps {
  locale: string;
  beneficiary: string;
  round: string;
  label: string;
  /** Stands above the reason when there is one. */
  refused: string;
}

/** On the client for one reason: the refusal appears beside its button. Without script the page comes back with it. */
export function TicketForm({ locale, beneficiary, round, label, refused }: TicketFormProps) {
  const [answer, action, pending] = useActionState(takeTicket, null);
  return (
    <form action={action} className="flow-tight">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="beneficiary" value={beneficiary} />
      <input type="hidden" name="round" value={round} />
      {answer && (
        <Reply kind={answer.code === 'provisional' ? 'info' : 'danger'} title={refused} again={answer}>
          <p>{answer.sentence}</p>
          {answer.way && (
            <p>
              <a href={answer.way.href}>{answer.way.label}</a>
            </p>
          )}
        </Reply>
      )}
      <Button size="large" disabled={pending}>
        {label}
      </Button>
    </form>
  );
}
