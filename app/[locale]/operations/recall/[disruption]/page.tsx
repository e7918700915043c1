import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { Button, ButtonLink } from '@/components/button';
import { Facts } from '@/components/facts';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { seoulInstant } from '@/lib/campaign/seoul';
import { dayWords, momentWords } from '@/lib/campaign/window-words';
import { requireOperator } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { disruptionById, listOf, states } from '@/lib/recall/queries';
import { endDisruptionAction, liftRecallAction } from '../actions';
import { ReasonFields } from '../reason-fields';
import { titleOf } from '../titles';
import { ListTable } from './list-table';
import '../../../dense.css';

type Props = PageProps<'/[locale]/operations/recall/[disruption]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'recall')('title') } : {};
}

const lists = ['waiting', 'kept', 'unreached', 'declined'] as const;

/** How far it is, and whom somebody has to look after. */
export default async function DisruptionPage({ params }: Props) {
  const { locale, disruption: named } = await params;
  if (!isLocale(locale)) notFound();
  const operator = await requireOperator(locale, '/operations/recall');
  const id = z.uuid().safeParse(named).data;
  const one = id && (await disruptionById(operator, id));
  if (!id || !one) notFound();
  const t = words(locale, 'recall');
  const path = `/operations/recall/${id}` as const;
  // After a pause most of its bookings are kept: nobody has to look after those.
  const asked = lists.filter((which) => which !== 'kept' || one.kind === 'interval');
  const shown = await Promise.all(asked.map(async (which) => ({ which, rows: await listOf(operator, id, which) })));
  const open = (one.kind === 'pause' || one.kind === 'closure') && !one.endedAt;
  const moment = (at: Date) => momentWords(locale, at, one.now);
  const people = (value: number) => t('unit.booked', { count: value });
  const items = [
    { term: t('fact.reason'), value: locale === 'ko' ? one.reasonKo : one.reasonEn },
    { term: t('fact.opened'), value: moment(one.openedAt) },
    ...(one.rule ? [{ term: t('interval.validFrom'), value: dayWords(locale, seoulInstant(one.rule.validFrom, '12:00'), one.now) }] : []),
    ...(one.fromAt ? [{ term: t('field.from'), value: moment(one.fromAt) }] : []),
    ...(one.toAt ? [{ term: t('field.to'), value: moment(one.toAt) }] : []),
    ...(one.endedAt ? [{ term: t('fact.ended'), value: moment(one.endedAt) }] : []),
    ...(one.liftKo && one.liftEn ? [{ term: t('fact.lifted'), value: locale === 'ko' ? one.liftKo : one.liftEn }] : []),
    ...(one.kind === 'recall' ? [{ term: t('size.deliveries'), value: t('unit.deliveries', { count: one.deliveries }) }] : []),
    ...states.flatMap((state) => (one.counts[state] ? [{ term: t(`state.${state}`), value: people(one.counts[state]) }] : [])),
    { term: t('list.unreached'), value: t('unit.bookings', { count: one.unreached }) },
  ];
  const back = { href: href(locale, '/operations/recall'), label: t('title') };
  return (
    <PageShell locale={locale} path={path} audience="staff" heading={titleOf(locale, one)} back={back}>
      <Notice kind="info" title={t(one.sweptAt ? (one.counts.found ? 'moving' : 'through') : 'looking')} />
      <Facts items={items} />
      <p>
        <ButtonLink variant="secondary" href={href(locale, path)}>
          {words(locale, 'operations')('reload')}
        </ButtonLink>
      </p>
      {open && (
        <form action={endDisruptionAction} className="flow-tight">
          <input type="hidden" name="locale" value={locale} />
          <input type="hidden" name="id" value={id} />
          <p>{t('end.lead')}</p>
          <Button>{t('end.yes')}</Button>
        </form>
      )}
      {one.kind === 'recall' && !one.endedAt && (
        <details>
          <summary>{t('lift.open')}</summary>
          <form action={liftRecallAction} className="flow-tight">
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="id" value={id} />
            <p>{t('lift.lead')}</p>
            <ReasonFields locale={locale} of="lift" />
            <Button variant="danger">{t('lift.yes')}</Button>
          </form>
        </details>
      )}
      {shown.map(
        ({ which, rows }) =>
          rows.length > 0 && <ListTable key={which} locale={locale} caption={t(`list.${which}`)} rows={rows} now={one.now} />,
      )}
    </PageShell>
  );
}
