'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PrintButton } from '@/components/print-button';
import { RegionField } from '@/components/region-field';
import { Reply } from '@/components/reply';
import { letterQueueAction, printQueueAction } from './actions';

type Texts = Record<
  'region' | 'unknown' | 'list' | 'none' | 'printOne' | 'printAll' | 'printed' | 'reason' | 'reasonHint' | 'button',
  string
>;

/** On the client for one reason: whom a letter goes to, and its code, stand in the answer and in no address. */
export function LetterQueue({ locale, regions, texts }: { locale: string; regions: { code: string; name: string }[]; texts: Texts }) {
  const [queue, list, listing] = useActionState(letterQueueAction, null);
  const [done, print, printing] = useActionState(printQueueAction, null);
  return (
    <>
      <form action={list} className="flow-tight no-print">
        <input type="hidden" name="locale" value={locale} />
        <RegionField id="queue-region" label={texts.region} regions={regions} none={texts.unknown} />
        <Field label={texts.reason} hint={texts.reasonHint} name="reason" required minLength={2} maxLength={200} autoComplete="off" />
        <Button disabled={listing}>{texts.list}</Button>
      </form>
      {queue?.refusal && <Reply again={queue} title={queue.refusal} />}
      {queue && !queue.refusal && queue.letters.length === 0 && <Notice kind="info" title={texts.none} />}
      {queue && queue.letters.length > 0 && (
        <form action={print} className="flow-tight no-print">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="reason" value={queue.reason} />
          <Button disabled={printing}>{texts.printAll}</Button>
          <ul className="flow-tight">
            {queue.letters.map(({ value, words }) => (
              <li key={value} className="flex flex-wrap items-center gap-3">
                <input type="hidden" name="letter" value={value} />
                <span>{words}</span>
                <Button variant="secondary" name="only" value={value} disabled={printing}>
                  {texts.printOne}
                </Button>
              </li>
            ))}
          </ul>
        </form>
      )}
      {done?.refusal && <Reply again={done} title={done.refusal} />}
      {done && done.letters.length > 0 && (
        <section className="flow">
          <div className="no-print flow-tight">
            <Notice kind="info" title={texts.printed} />
            <PrintButton label={texts.button} />
          </div>
          {done.letters.map(({ id, name, text, code }) => (
            <article key={id} className="card flow-tight break-after-page">
              <p className="hint no-print">{queue?.letters.find(({ value }) => value === id)?.words}</p>
              <h2>{name}</h2>
              <p className="whitespace-pre-line">{text}</p>
              {code && <p className="text-2xl">{code}</p>}
            </article>
          ))}
        </section>
      )}
    </>
  );
}
