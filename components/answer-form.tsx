'use client';

import { type ReactNode, useActionState } from 'react';
import { Button } from './button';
import { Reply } from './reply';

/** What an action says beside the button that was pressed. */
export interface Answer {
  ok: boolean;
  title: string;
  sentence: string;
}

interface AnswerFormProps {
  action: (before: Answer | null, form: FormData) => Promise<Answer>;
  fields: Record<string, string>;
  label: string;
  quiet?: boolean;
  children?: ReactNode;
}

/** On the client for one reason: the answer appears beside its button. Without script the page comes back with it. */
export function AnswerForm({ action, fields, label, quiet, children }: AnswerFormProps) {
  const [answer, send, pending] = useActionState(action, null);
  return (
    <form action={send} className="flow-tight">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {answer && (
        <Reply kind={answer.ok ? 'success' : 'danger'} title={answer.title} again={answer}>
          <p>{answer.sentence}</p>
        </Reply>
      )}
      <Button variant={quiet ? 'quiet' : 'secondary'} disabled={pending}>
        {label}
      </Button>
    </form>
  );
}
