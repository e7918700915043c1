import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Facts } from '@/components/facts';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import type { BookingView } from '@/lib/booking/queries';
import type { Eligibility } from '@/lib/campaign/eligibility';
import type { RoundView } from '@/lib/campaign/queries';
import { momentWords, windowWords } from '@/lib/campaign/window-words';
import type { DeskCase } from '@/lib/desk/queries';
import { kinships } from '@/lib/helping/kinship';
import type { Represented } from '@/lib/identity/queries';
import { href, type Locale, words } from '@/lib/platform/words';
import { needed, textOf } from '@/lib/privacy/agreeing/purposes';
import { nameIn } from '@/lib/supply/naming';
import type { WishBoard } from '@/lib/wish/queries';
import { PurposeText } from '../(citizen)/me/consent/purpose-text';
import { ticketRefusalWords } from '../(citizen)/me/refusal-words';
import { TicketForm } from '../(citizen)/me/ticket-form';
import { agreeAtDeskAction, closeCaseAction, letterAction, officeConsentAction, settleAction, unreachedAction } from './actions';
import { Letter } from './letter';

interface DeskPersonProps {
  locale: Locale;
  one: DeskCase;
  person: Represented;
  now: Date;
  /** Null without a campaign. */
  turn: Eligibility<RoundView> | null;
  /** In the round of their turn. */
  hasTicket: boolean;
  wishes: WishBoard | undefined;
  booking: BookingView | undefined;
}

function wishesSaid({ state }: WishBoard) {
  if (state === 'waiting') return 'person.wish' as const;
  if (state === 'booked') return 'person.wishBooked' as const;
  return state === 'unmet' ? ('person.wishUnmet' as const) : null;
}

/** One open case: what to tell the person, and what the desk can do for them. The way in is everybody's own. */
export function DeskPerson({ locale, one, person, now, turn, hasTicket, wishes, booking }: DeskPersonProps) {
  const t = words(locale, 'desk');
  const round = turn?.ok ? turn.round : null;
  const window = round && windowWords(locale, round, now);
  const isOpen = round !== null && round.opensAt <= now;
  const { name, personId } = person;
  const said = wishes && wishesSaid(wishes);
  return (
    <Card heading={name}>
      <p className="hint">
        {t('cases.opened', { at: momentWords(locale, one.openedAt, one.now), channel: one.channel, reason: one.reason })}
      </p>
      <Facts
        items={[
          { term: t('person.born'), value: person.birthDate },
          ...(round && window
            ? [
                { term: t('person.round'), value: nameIn(locale, round) },
                { term: t('person.window'), value: window },
              ]
            : []),
          ...(wishes && said ? [{ term: t('person.wishes'), value: t(said, { count: wishes.wishes.length }) }] : []),
          ...(booking
            ? [
                {
                  term: t('person.booked'),
                  value: `${momentWords(locale, booking.startsAt, booking.now)} · ${nameIn(locale, booking.clinic)}`,
                },
              ]
            : []),
        ]}
      />
      {person.consentMissing && (
        <Notice kind="warning" title={words(locale, 'consent')('desk.title')}>
          <p>{words(locale, 'consent')('desk.lead')}</p>
          <PurposeText locale={locale} text={textOf(needed)} />
          <form action={agreeAtDeskAction}>
            <PersonFields locale={locale} personId={personId} />
            <Button>{words(locale, 'consent')('desk.button')}</Button>
          </form>
        </Notice>
      )}
      {turn && !turn.ok && <Notice kind="warning" title={ticketRefusalWords(locale, turn)} />}
      {window && booking?.status !== 'confirmed' && (hasTicket || !isOpen) && (
        <Notice kind="info" title={t('person.call')}>
          <p>{t(hasTicket ? 'person.tell' : 'person.tellEarly', { window })}</p>
        </Notice>
      )}
      {round && booking?.status !== 'confirmed' && (
        <TicketForm
          locale={locale}
          beneficiary={personId}
          round={round.id}
          label={t(hasTicket ? 'person.toLine' : 'person.ticket')}
          refused={t('refusalTitle')}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {round && said && (
          <ButtonLink variant="secondary" href={href(locale, `/me/wishes/${round.id}`)}>
            {t('person.editWishes')}
          </ButtonLink>
        )}
        {booking && (
          <ButtonLink variant="secondary" href={href(locale, '/bookings')}>
            {t('person.bookings')}
          </ButtonLink>
        )}
        <form action={closeCaseAction}>
          <PersonFields locale={locale} personId={personId} />
          <Button variant="secondary">{t('cases.close', { name })}</Button>
        </form>
      </div>
      {one.letters.map((asking) => (
        <Letter
          key={asking}
          action={letterAction}
          fields={{ locale, asking }}
          texts={{
            print: t('letter.print'),
            once: t('letter.once'),
            heading: t('letter.heading'),
            button: words(locale, 'booking')('booking.print'),
          }}
        />
      ))}
      {one.unreached > 0 && (
        <Letter
          action={unreachedAction}
          fields={{ locale, person: personId }}
          texts={{
            print: t('letter.unreached', { count: one.unreached }),
            once: t('letter.once'),
            heading: t('letter.unreachedHeading'),
            button: words(locale, 'booking')('booking.print'),
          }}
        />
      )}
      {round && (
        <details>
          <summary>{t('settle.title')}</summary>
          <form action={settleAction} className="flow-tight">
            <PersonFields locale={locale} personId={personId} />
            <input type="hidden" name="round" value={round.id} />
            <p>{t('settle.lead')}</p>
            <Field
              id={`settle-${personId}`}
              label={t('settle.reason')}
              name="reason"
              required
              minLength={2}
              maxLength={200}
              autoComplete="off"
            />
            <Button variant="secondary">{t('settle.button')}</Button>
          </form>
        </details>
      )}
      <details>
        <summary>{t('office.title')}</summary>
        {one.channel === 'counter' ? <Office locale={locale} personId={personId} /> : <p>{t('refusal.not-at-counter')}</p>}
      </details>
    </Card>
  );
}

const PersonFields = ({ locale, personId }: { locale: Locale; personId: string }) => (
  <>
    <input type="hidden" name="locale" value={locale} />
    <input type="hidden" name="person" value={personId} />
  </>
);

function Office({ locale, personId }: { locale: Locale; personId: string }) {
  const t = words(locale, 'desk');
  const kin = words(locale, 'helping');
  const id = (name: string) => `${name}-${personId}`;
  const plain = { required: true, autoComplete: 'off', maxLength: 100 } as const;
  return (
    <form action={officeConsentAction} className="flow-tight">
      <PersonFields locale={locale} personId={personId} />
      <p>{t('office.lead')}</p>
      <Field id={id('name')} label={t('office.name')} name="name" {...plain} />
      <Field id={id('born')} label={t('office.birthDate')} name="birthDate" inputMode="numeric" {...plain} maxLength={20} />
      <Field id={id('phone')} label={t('office.phone')} name="phone" type="tel" {...plain} maxLength={20} />
      <div className="field">
        <label htmlFor={id('kinship')}>{t('office.kinship')}</label>
        <select className="input" id={id('kinship')} name="kinship">
          {kinships.map((one) => (
            <option key={one} value={one}>
              {kin(`kinship.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={id('way')}>{t('office.way')}</label>
        <select className="input" id={id('way')} name="way">
          <option value="office">{t('office.office')}</option>
          <option value="guardian">{t('office.guardian')}</option>
        </select>
      </div>
      <Button variant="secondary">{t('office.button')}</Button>
    </form>
  );
}
