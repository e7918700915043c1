import { AnswerForm } from '@/components/answer-form';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { decide } from '@/lib/campaign/eligibility';
import type { CampaignView, RoundView } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { partyMax, settlesAt } from '@/lib/household/party';
import type { HouseholdView } from '@/lib/household/queries';
import type { Represented } from '@/lib/identity/queries';
import { type Locale, words } from '@/lib/platform/words';
import { inviteAction, joinAction, leaveHouseholdAction, togetherAction } from './actions';

interface Part {
  locale: Locale;
  campaign: CampaignView;
  round: RoundView;
  /** Whom the one who signed in may act for in this round; themself first. */
  people: Represented[];
  household: HouseholdView | undefined;
}

/** Rounds in which somebody may still decide to book together, and those in which they have. */
export function HouseholdParts({
  locale,
  campaign,
  people,
  households,
}: Omit<Part, 'round' | 'household'> & { households: HouseholdView[] }) {
  const { rounds, now } = campaign;
  const parts = rounds.map((round) => {
    const own = people.filter(
      (person) => person.verified && decide({ person, rounds, now, wantedRoundId: round.id, relation: person.relation }).ok,
    );
    const here = households.filter(({ roundId }) => roundId === round.id);
    const free = own.filter(({ personId }) => !here.some(({ members }) => members.some((member) => member.personId === personId)));
    const isOpen = now < settlesAt(round.drawAt);
    return { round, own, here, free: isOpen ? free : [] };
  });
  const [next, ...later] = parts.filter(({ free }) => free.length > 0);
  return (
    <>
      {parts.flatMap(({ round, own, here }) =>
        here.map((household) => (
          <Together
            key={`${round.id} ${household.headId}`}
            locale={locale}
            campaign={campaign}
            round={round}
            people={own}
            household={household}
          />
        )),
      )}
      {next && <Begin locale={locale} campaign={campaign} round={next.round} people={next.free} household={undefined} />}
      {later.length > 0 && (
        <details className="flow">
          <summary>{words(locale, 'household')('later')}</summary>
          {later.map(({ round, free }) => (
            <Begin key={round.id} locale={locale} campaign={campaign} round={round} people={free} household={undefined} />
          ))}
        </details>
      )}
    </>
  );
}

const until = ({ locale, round, campaign }: Part) =>
  words(locale, 'household')('until', { until: momentWords(locale, settlesAt(round.drawAt), campaign.now) });
const nameOf = ({ locale, round }: Part) => (locale === 'ko' ? round.nameKo : round.nameEn);

/** Nobody of these has decided yet: begin, with whom one may act for, or join with a code. */
function Begin(part: Part) {
  const { locale, round, people } = part;
  const t = words(locale, 'household');
  const [head, ...others] = people;
  if (!head) return null;
  const begin = head.relation === 'self' ? t('begin') : t('beginFor', { name: head.name });
  return (
    <Card heading={`${t('title')}: ${nameOf(part)}`}>
      <p>{t('lead')}</p>
      <p>{until(part)}</p>
      <AnswerForm
        action={togetherAction}
        fields={{ locale, head: head.personId, round: round.id }}
        label={others.length > 0 ? t('declare') : begin}
      >
        {others.length > 0 && <Choose locale={locale} people={others} />}
      </AnswerForm>
      {head.relation === 'self' && (
        <details className="flow-tight">
          <summary>{t('join')}</summary>
          <AnswerForm action={joinAction} fields={{ locale, person: head.personId }} label={t('agree')}>
            <p>{t('joinText')}</p>
            <Field
              label={t('code')}
              hint={t('codeHint')}
              name="code"
              id={`code-${round.id}`}
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
              required
            />
          </AnswerForm>
        </details>
      )}
    </Card>
  );
}

function Together(part: Part & { household: HouseholdView }) {
  const { locale, round, people, household } = part;
  const t = words(locale, 'household');
  const { headId, members } = household;
  const mine = new Map(people.map((person) => [person.personId, person]));
  const actsForHead = mine.has(headId);
  const free = people.filter(({ personId }) => !members.some((member) => member.personId === personId));
  const others = members.length - 1;
  return (
    <Card heading={`${t('title')}: ${nameOf(part)}`}>
      <p>
        <strong>{others > 0 ? t('together', { count: members.length }) : t('alone')}</strong>
      </p>
      <ul className="flow-tight">
        {members.map(({ personId, name }) => (
          <li key={personId}>
            {personId === headId ? t('head', { name }) : name}
            {household.open && personId !== headId && (actsForHead || mine.has(personId)) && (
              <AnswerForm
                action={leaveHouseholdAction}
                fields={{ locale, by: mine.has(personId) ? personId : headId, person: personId, round: round.id }}
                label={t(mine.has(personId) ? 'leave' : 'letGo', { name })}
                quiet
              />
            )}
          </li>
        ))}
      </ul>
      <p>{household.open ? until(part) : t('settled')}</p>
      {household.open && actsForHead && (
        <>
          {members.length < partyMax && free.length > 0 && (
            <AnswerForm action={togetherAction} fields={{ locale, head: headId, round: round.id }} label={t('takeIn')}>
              <Choose locale={locale} people={free} />
            </AnswerForm>
          )}
          {members.length < partyMax && (
            <AnswerForm action={inviteAction} fields={{ locale, person: headId, round: round.id }} label={t('invite')}>
              <p>{t('inviteText')}</p>
            </AnswerForm>
          )}
          <AnswerForm
            action={leaveHouseholdAction}
            fields={{ locale, by: headId, person: headId, round: round.id }}
            label={t('end')}
            quiet
          />
        </>
      )}
    </Card>
  );
}

function Choose({ locale, people }: { locale: Locale; people: Represented[] }) {
  return (
    <fieldset>
      <legend>{words(locale, 'household')('with')}</legend>
      {people.map(({ personId, name }) => (
        <label key={personId} className="choice">
          <input type="checkbox" name="with" value={personId} defaultChecked />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
