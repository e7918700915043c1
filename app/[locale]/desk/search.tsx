'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import { findPersonAction, openCaseAction } from './actions';

interface SearchProps {
  locale: string;
  texts: Record<'hint' | 'name' | 'birthDate' | 'number' | 'reason' | 'reasonHint' | 'channel' | 'phone' | 'counter' | 'button', string>;
  /** With `{name}`, and with `{birthDate}`, `{phoneEnd}` and `{region}` in them. */
  open: string;
  person: string;
  /** Of the case begun last: whoever calls for two people says why once. */
  last: { reason: string; channel: string } | null;
}

const filled = (text: string, facts: Record<string, string>) => text.replace(/\{(\w+)\}/g, (_, name: string) => facts[name] ?? '');

/** On the client for one reason: what was found stands below the form. Without script the page comes back with it. */
export function Search({ locale, texts, open, person, last }: SearchProps) {
  const [answer, action, pending] = useActionState(findPersonAction, null);
  const plain = { autoComplete: 'off', spellCheck: false } as const;
  return (
    <>
      {answer?.refused && (
        <Reply
          again={answer}
          title={answer.sentence}
          fields={(['name', 'birthDate', 'number', 'reason'] as const).map((id) => ({ id, label: texts[id] }))}
        />
      )}
      <form action={action} className="flow">
        <input type="hidden" name="locale" value={locale} />
        <p className="hint">{texts.hint}</p>
        <Field label={texts.name} name="name" maxLength={100} aria-invalid={answer?.refused || undefined} {...plain} />
        <Field label={texts.birthDate} name="birthDate" inputMode="numeric" maxLength={20} {...plain} />
        <Field label={texts.number} name="number" maxLength={20} {...plain} />
        <Field
          label={texts.reason}
          hint={texts.reasonHint}
          name="reason"
          required
          minLength={2}
          maxLength={200}
          defaultValue={last?.reason}
          {...plain}
        />
        <ChoiceGroup legend={texts.channel}>
          <Choice name="channel" value="phone" label={texts.phone} defaultChecked={last?.channel !== 'counter'} />
          <Choice name="channel" value="counter" label={texts.counter} defaultChecked={last?.channel === 'counter'} />
        </ChoiceGroup>
        <Button disabled={pending}>{texts.button}</Button>
      </form>
      <p role="status">{answer && !answer.refused && answer.sentence}</p>
      {answer?.found.map((one) => (
        <Card key={one.personId} heading={one.name} level={3}>
          <p>{filled(person, { ...one })}</p>
          <form action={openCaseAction}>
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="person" value={one.personId} />
            <input type="hidden" name="reason" value={answer.reason} />
            <input type="hidden" name="channel" value={answer.channel} />
            <Button variant="secondary">{filled(open, { ...one })}</Button>
          </form>
        </Card>
      ))}
    </>
  );
}
