import { LinkList } from '@/components/link-list';
import { Notice } from '@/components/notice';
import type { CampaignView } from '@/lib/campaign/queries';
import { roundState, shownWindow } from '@/lib/campaign/round';
import { cohortWords, windowWords } from '@/lib/campaign/window-words';
import { href, type Locale, words } from '@/lib/platform/words';
import { BirthDateForm } from './birth-date-form';

interface AskProps {
  locale: Locale;
  campaign: CampaignView | null;
}

const nameIn = (locale: Locale, round: { nameKo: string; nameEn: string }): string => (locale === 'ko' ? round.nameKo : round.nameEn);

/** The three fields, with all that the answer needs: the rules are public, the birth date stays where it was typed. */
export function Ask({ locale, campaign }: AskProps) {
  const t = words(locale, 'when');
  if (!campaign) return <Notice kind="info" title={t('none.noCampaign')} />;
  return (
    <BirthDateForm
      action={href(locale, '/when/check')}
      now={campaign.now}
      rounds={campaign.rounds.map((round) => ({
        id: round.id,
        name: nameIn(locale, round),
        window: windowWords(locale, shownWindow(round), campaign.now),
        phase: roundState(round, campaign.now),
        rules: cohortWords(locale, round.cohort),
        href: href(locale, `/when/${round.id}`),
        cohort: round.cohort,
        opensAt: round.opensAt,
        closesAt: round.closesAt,
      }))}
      texts={{
        legend: t('form.legend'),
        hint: t('form.hint'),
        year: t('form.year'),
        month: t('form.month'),
        day: t('form.day'),
        submit: t('form.submit'),
        private: t('form.private'),
        problems: {
          'no-such-date': t('problem.no-such-date'),
          'date-in-future': t('problem.date-in-future'),
          'date-too-old': t('problem.date-too-old'),
        },
        phases: {
          scheduled: t('round.phase.scheduled'),
          drawn: t('round.phase.drawn'),
          open: t('round.phase.open'),
          paused: t('round.phase.paused'),
          closed: t('round.phase.closed'),
          cancelled: t('round.phase.cancelled'),
        },
        result: { title: t('result.title'), next: t('result.next'), details: t('result.details') },
        none: { title: t('none.title'), lead: t('none.lead'), phone: t('none.phone') },
      }}
    />
  );
}

export function RoundList({ locale, campaign, rounds }: { locale: Locale; campaign: CampaignView; rounds: CampaignView['rounds'] }) {
  const t = words(locale, 'when');
  return (
    <LinkList
      items={rounds.map((round) => ({
        href: href(locale, `/when/${round.id}`),
        label: nameIn(locale, round),
        detail: t('list', { window: windowWords(locale, shownWindow(round), campaign.now), phase: roundState(round, campaign.now) }),
      }))}
    />
  );
}
