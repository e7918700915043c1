'use client';

import { useActionState } from 'react';
import { Button } from '@/components/button';
import { Choice, ChoiceGroup } from '@/components/choice';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import { wishesAction } from './actions';

interface WishesFormProps {
  locale: string;
  wishes: { way: 'text' | 'voice'; email: string; language: 'ko' | 'en' };
  labels: Record<
    'way' | 'text' | 'voice' | 'voiceHint' | 'email' | 'emailHint' | 'language' | 'ko' | 'en' | 'save' | 'refused' | 'agreeing',
    string
  >;
}

/** On the client for one reason: after a refusal what was typed is still there. Without script the page comes back with it. */
export function WishesForm({ locale, wishes, labels }: WishesFormProps) {
  const [answer, action, pending] = useActionState(wishesAction, null);
  const { way, email, language } = answer?.typed ?? wishes;
  return (
    // A form of React is emptied when its action is done: a new one has what was chosen.
    <form action={action} className="flow" key={JSON.stringify(answer)}>
      <input type="hidden" name="locale" value={locale} />
      {answer && (
        <Reply again={answer} title={labels.refused} fields={[{ id: 'email', label: labels.email }]}>
          <p>{answer.sentence}</p>
        </Reply>
      )}
      <ChoiceGroup legend={labels.way}>
        <Choice name="way" value="text" label={labels.text} defaultChecked={way === 'text'} />
        <Choice name="way" value="voice" label={labels.voice} detail={labels.voiceHint} defaultChecked={way === 'voice'} />
      </ChoiceGroup>
      <Field
        label={labels.email}
        hint={labels.emailHint}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        defaultValue={email}
      />
      <ChoiceGroup legend={labels.language}>
        <Choice name="language" value="ko" label={labels.ko} defaultChecked={language === 'ko'} />
        <Choice name="language" value="en" label={labels.en} defaultChecked={language === 'en'} />
      </ChoiceGroup>
      <p className="hint">{labels.agreeing}</p>
      <p>
        <Button disabled={pending}>{labels.save}</Button>
      </p>
    </form>
  );
}
