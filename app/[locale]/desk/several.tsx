import { AnswerForm } from '@/components/answer-form';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { href, type Locale, words } from '@/lib/platform/words';
import { type Choices, Choose } from '../(citizen)/me/wishes/[round]/choose';
import { deskEnterAction, deskWishesAction } from './actions';

interface WhoProps {
  legend: string;
  people: { personId: string; name: string }[];
}

/** All are ticked: whoever is meant alone is the exception. */
const Who = ({ legend, people }: WhoProps) => (
  <fieldset>
    <legend>{legend}</legend>
    {people.map(({ personId, name }) => (
      <label key={personId} className="choice">
        <input type="checkbox" name="person" value={personId} defaultChecked />
        <span>{name}</span>
      </label>
    ))}
  </fieldset>
);

interface WishesProps {
  locale: Locale;
  /** Who can have a turn, and has no booking. */
  people: WhoProps['people'];
  /** Null while none of their rounds has anything to give. */
  choices: Choices | null;
}

/** Who calls before their place is called leaves wishes, for a couple in one form. */
export function DeskWishes({ locale, people, choices }: WishesProps) {
  const t = words(locale, 'desk');
  return (
    <Card heading={t('several.wishes')}>
      <p>{t('several.lead')}</p>
      {choices ? (
        <AnswerForm action={deskWishesAction} fields={{ locale }} label={t('several.button')}>
          <Who legend={t('several.who')} people={people} />
          <Choose locale={locale} of="desk" {...choices} />
        </AnswerForm>
      ) : (
        <p>{t('several.noSupply')}</p>
      )}
    </Card>
  );
}

interface EnterProps {
  locale: Locale;
  /** Their names say of which round they are, where there are several. */
  people: WhoProps['people'];
  /** They are of several rounds. */
  apart: boolean;
  /** The agent holds a pass: they go on with it. */
  inside: boolean;
}

/** Several people whose rounds are open: each by their own call, then those of one round booked together. */
export function DeskEnter({ locale, people, apart, inside }: EnterProps) {
  const t = words(locale, 'desk');
  return (
    <Card heading={t('several.enter')}>
      <p>{t(apart ? 'several.enterApart' : 'several.enterLead')}</p>
      <AnswerForm action={deskEnterAction} fields={{ locale }} label={t('several.enterButton')}>
        <Who legend={t('several.enterWho')} people={people} />
      </AnswerForm>
      {inside && (
        <ButtonLink variant="secondary" href={href(locale, '/book')}>
          {t('several.toBook')}
        </ButtonLink>
      )}
    </Card>
  );
}
