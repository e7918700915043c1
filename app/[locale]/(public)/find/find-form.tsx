'use client';

import { useActionState } from 'react';
import { Button, ButtonLink } from '@/components/button';
import { Facts } from '@/components/facts';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import { findAction } from './actions';

interface FindFormProps {
  locale: string;
  signIn: string;
  texts: Record<'number' | 'numberHint' | 'birthDate' | 'birthDateHint' | 'button' | 'found' | 'none' | 'signIn', string>;
}

/** On the client for one reason: what was found stands above the form. Without script the page comes back with it. */
export function FindForm({ locale, signIn, texts }: FindFormProps) {
  const [answer, action, pending] = useActionState(findAction, null);
  const plain = { required: true, autoComplete: 'off', spellCheck: false } as const;
  return (
    <>
      {answer && (
        <Reply
          kind={answer.none ? 'danger' : 'success'}
          title={answer.none ? texts.none : texts.found}
          again={answer}
          fields={
            answer.none
              ? [
                  { id: 'number', label: texts.number },
                  { id: 'birthDate', label: texts.birthDate },
                ]
              : []
          }
        >
          {answer.facts.length > 0 && <Facts items={answer.facts} />}
          <p>{answer.sentence}</p>
        </Reply>
      )}
      {answer && (
        <ButtonLink variant="secondary" href={signIn}>
          {texts.signIn}
        </ButtonLink>
      )}
      <form action={action} className="flow">
        <input type="hidden" name="locale" value={locale} />
        <Field label={texts.number} hint={texts.numberHint} name="number" maxLength={20} autoCapitalize="characters" {...plain} />
        <Field label={texts.birthDate} hint={texts.birthDateHint} name="birthDate" inputMode="numeric" maxLength={20} {...plain} />
        <Button size="large" disabled={pending}>
          {texts.button}
        </Button>
      </form>
    </>
  );
}
