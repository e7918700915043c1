import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AnswerForm } from '@/components/answer-form';
import { ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { roundById } from '@/lib/campaign/queries';
import { momentWords } from '@/lib/campaign/window-words';
import { requireCitizen } from '@/lib/identity/gate';
import { peopleOf, type Represented } from '@/lib/identity/queries';
import { href, isLocale, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import {
  daysOfRounds,
  districtsByProvince,
  type NamedPlace,
  namesOf,
  productsOfRound,
  type WishBoard,
  wishBoards,
} from '@/lib/wish/queries';
import { wishesMost } from '@/lib/wish/wish';
import { addWish, dropWish, takeWishesBack } from './actions';
import { type Choices, Choose } from './choose';
import { listsOf } from './lists';
import { wishWords } from './wish-words';

type Props = PageProps<'/[locale]/me/wishes/[round]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'wish')('title') } : {};
}

/** Wishes of oneself and of those one acts for, in one round: so that nobody has to be there when the line moves. */
export default async function WishesPage({ params }: Props) {
  const { locale, round: roundId } = await params;
  if (!isLocale(locale)) notFound();
  const found = await roundById(roundId);
  if (!found) notFound();
  const citizen = await requireCitizen(locale, `/me/wishes/${roundId}`);
  const people = await peopleOf(citizen);
  const [boards, provinces, days, products] = await Promise.all([
    wishBoards(
      people.map(({ personId }) => personId),
      roundId,
    ),
    districtsByProvince(''),
    daysOfRounds([roundId]),
    productsOfRound(roundId),
  ]);
  const names = await namesOf(boards.flatMap(({ wishes }) => wishes));
  const { campaign, round } = found;
  const { now } = campaign;
  const t = words(locale, 'wish');
  const roundName = locale === 'ko' ? round.nameKo : round.nameEn;
  return (
    <PageShell
      locale={locale}
      path={`/me/wishes/${roundId}`}
      audience="citizen"
      heading={t('title')}
      lead={t('lead')}
      back={{ href: href(locale, '/me'), label: t('back') }}
    >
      <Notice kind="info" title={roundName}>
        <p>{now < round.drawAt ? t('until', { until: momentWords(locale, round.drawAt, now) }) : t('drawn')}</p>
        <p>{t('order')}</p>
      </Notice>
      {boards.length === 0 && (
        <Notice kind="warning" title={t('noTicket')}>
          <p>{t('noTicketText')}</p>
        </Notice>
      )}
      {boards.map((board) => (
        <Board
          key={board.personId}
          locale={locale}
          roundId={roundId}
          person={people.find(({ personId }) => personId === board.personId)}
          board={board}
          names={names}
          choices={days && { provinces, days, products, now }}
        />
      ))}
    </PageShell>
  );
}

interface BoardProps {
  locale: Locale;
  roundId: string;
  person: Represented | undefined;
  board: WishBoard;
  names: NamedPlace[];
  choices: Choices | null;
}

function Board({ locale, roundId, person, board, names, choices }: BoardProps) {
  const t = words(locale, 'wish');
  const { personId, state } = board;
  const wishes = state === 'withdrawn' ? [] : board.wishes;
  const fields = { locale, person: personId, round: roundId };
  return (
    <Card heading={person?.name ?? ''}>
      {state !== 'none' && state !== 'waiting' && <p>{t(`state.${state}`)}</p>}
      {state === 'unmet' &&
        listsOf(wishes, names).map(({ query, name }) => (
          <p key={query}>
            <ButtonLink variant="secondary" href={href(locale, `/offers?${query}`)}>
              {t('wait', { where: nameIn(locale, name) })}
            </ButtonLink>
          </p>
        ))}
      {wishes.length > 0 && (
        <ol className="flow">
          {wishes.map((wish, number) => (
            <li key={JSON.stringify(wish)}>
              <p>{wishWords(locale, wish, names, choices?.now ?? new Date())}</p>
              {board.open && state === 'waiting' && (
                <AnswerForm
                  action={dropWish}
                  fields={{ ...fields, number: String(number), was: JSON.stringify(wish) }}
                  label={t('drop', { number: number + 1 })}
                  quiet
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {!board.open && state === 'waiting' && <AnswerForm action={takeWishesBack} fields={fields} label={t('withdraw')} quiet />}
      {board.open && choices && wishes.length < wishesMost && (
        <details open={wishes.length === 0}>
          <summary>{t(wishes.length === 0 ? 'first' : 'more')}</summary>
          <AnswerForm action={addWish} fields={fields} label={t('add')}>
            <Choose locale={locale} of={personId} {...choices} />
          </AnswerForm>
        </details>
      )}
      {board.open && !choices && <p>{t('noSupply')}</p>}
    </Card>
  );
}
