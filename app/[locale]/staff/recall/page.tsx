import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageShell } from '@/components/page-shell';
import { productWords } from '@/lib/booking/product-words';
import { momentWords } from '@/lib/campaign/window-words';
import { requireClinic } from '@/lib/identity/gate';
import { href, isLocale, words } from '@/lib/platform/words';
import { followUps, quarantined } from '@/lib/recall/queries';
import '../../dense.css';

type Props = PageProps<'/[locale]/staff/recall'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  return isLocale(locale) ? { title: words(locale, 'recall')('clinicPage.title') } : {};
}

/** What the clinic must not use, and whom it has to look after. Who reads it stands in the record. */
export default async function ClinicRecalls({ params }: Props) {
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const clinic = await requireClinic(locale, '/staff/recall');
  const [lots, people] = await Promise.all([quarantined(clinic), followUps(clinic)]);
  const t = words(locale, 'recall');
  const back = { href: href(locale, '/staff'), label: t('clinicPage.back') };
  return (
    <PageShell
      locale={locale}
      path="/staff/recall"
      audience="staff"
      heading={t('clinicPage.title')}
      lead={t(lots.length > 0 || people.length > 0 ? 'clinicPage.lead' : 'clinicPage.calm')}
      back={back}
    >
      <h2>{t('clinicPage.lots')}</h2>
      {lots.length === 0 && <p>{t('clinicPage.none')}</p>}
      <ul>
        {lots.map(({ lot, product, doses, since, now }) => (
          <li key={`${lot} ${since.getTime()} ${doses}`}>
            {t('clinicPage.lot', { lot, product: productWords(locale, product), doses, at: momentWords(locale, since, now) })}
          </li>
        ))}
      </ul>
      <h2>{t('clinicPage.people')}</h2>
      {people.length === 0 && <p>{t('clinicPage.nobody')}</p>}
      {people.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than a phone is scrolled by keyboard, too
        <section className="overflow-x-auto" tabIndex={0} aria-label={t('clinicPage.people')}>
          <table className="dense">
            <caption>{t('clinicPage.people')}</caption>
            <thead>
              <tr>
                {(['name', 'birthDate', 'phone', 'lotHead', 'when'] as const).map((head) => (
                  <th key={head} scope="col">
                    {t(`clinicPage.${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {people.map(({ bookingId, name, birthDate, phone, lot, vaccinatedAt, now }) => (
                <tr key={bookingId}>
                  <th scope="row">{name}</th>
                  <td>{birthDate}</td>
                  <td>{phone}</td>
                  <td>{lot}</td>
                  <td>{vaccinatedAt ? momentWords(locale, vaccinatedAt, now) : t('clinicPage.unclear')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </PageShell>
  );
}
