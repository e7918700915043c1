'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { PrintButton } from '@/components/print-button';
import { Reply } from '@/components/reply';
import type { LetterAnswer } from './actions';

/** On the client for one reason: the code is shown once, in the answer, and stands in no address and no page. */
export function Letter({
  action: print,
  fields,
  texts,
}: {
  action: (before: LetterAnswer | null, form: FormData) => Promise<LetterAnswer>;
  fields: Record<string, string>;
  texts: Record<'print' | 'once' | 'heading' | 'button', string>;
}) {
  const [answer, action, pending] = useActionState(print, null);
  if (answer && !answer.refused) {
    return (
      <Notice kind="info" title={texts.heading}>
        <p className="no-print">{texts.once}</p>
        <p className="whitespace-pre-line">{answer.text}</p>
        {answer.code && <p className="text-2xl">{answer.code}</p>}
        <PrintButton label={texts.button} />
      </Notice>
    );
  }
  return (
    <form action={action} className="flow-tight">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {answer && <Reply again={answer} title={answer.text} />}
      <Button variant="secondary" disabled={pending}>
        {texts.print}
      </Button>
    </form>
  );
}
