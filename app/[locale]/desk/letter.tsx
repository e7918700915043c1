'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Notice } from '@/components/notice';
import { PrintButton } from '@/components/print-button';
import { letterAction } from './actions';

/** On the client for one reason: the code is shown once, in the answer, and stands in no address and no page. */
export function Letter({
  locale,
  asking,
  texts,
}: {
  locale: string;
  asking: string;
  texts: Record<'print' | 'once' | 'heading' | 'button', string>;
}) {
  const [answer, action, pending] = useActionState(letterAction, null);
  if (answer && !answer.refused) {
    return (
      <Notice kind="info" title={texts.heading}>
        <p className="no-print">{texts.once}</p>
        <p>{answer.text}</p>
        <p className="text-2xl">{answer.code}</p>
        <PrintButton label={texts.button} />
      </Notice>
    );
  }
  return (
    <form action={action} className="flow-tight">
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="asking" value={asking} />
      {answer && <Notice kind="danger" title={answer.text} />}
      <Button variant="secondary" disabled={pending}>
        {texts.print}
      </Button>
    </form>
  );
}
