'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import { askAction } from './actions';

interface AskFormProps {
  locale: string;
  texts: Record<
    | 'name'
    | 'birthDate'
    | 'birthDateHint'
    | 'phone'
    | 'kinship'
    | 'way'
    | 'byPhone'
    | 'byPhoneDetail'
    | 'byLetter'
    | 'byLetterDetail'
    | 'send',
    string
  >;
  kinships: { value: string; label: string }[];
  refused: string;
}

/** On the client for one reason: after a refusal what was typed is still there. Without script the page comes back with it. */
export function AskForm({ locale, texts, kinships, refused }: AskFormProps) {
  const [answer, action, pending] = useActionState(askAction, null);
  const plain = { required: true, autoComplete: 'off' } as const;
  return (
    // A form of React is emptied when its action is done.
    <form action={action} className="flow" key={answer ? JSON.stringify(answer) : ''}>
      <input type="hidden" name="locale" value={locale} />
      {answer && (
        <Reply again={answer} title={refused} fields={(['name', 'birthDate', 'phone'] as const).map((id) => ({ id, label: texts[id] }))}>
          <p>{answer.sentence}</p>
        </Reply>
      )}
      <Field label={texts.name} name="name" maxLength={100} defaultValue={answer?.name} {...plain} />
      <Field
        label={texts.birthDate}
        hint={texts.birthDateHint}
        name="birthDate"
        inputMode="numeric"
        maxLength={20}
        defaultValue={answer?.birthDate}
        {...plain}
      />
      <Field label={texts.phone} name="phone" type="tel" maxLength={20} defaultValue={answer?.phone} {...plain} />
      <div className="field">
        <label htmlFor="kinship">{texts.kinship}</label>
        <select className="input" id="kinship" name="kinship">
          {kinships.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <ChoiceGroup legend={texts.way}>
        <Choice name="way" value="phone" label={texts.byPhone} detail={texts.byPhoneDetail} defaultChecked />
        <Choice name="way" value="letter" label={texts.byLetter} detail={texts.byLetterDetail} />
      </ChoiceGroup>
      <Button size="large" disabled={pending}>
        {texts.send}
      </Button>
    </form>
  );
}
