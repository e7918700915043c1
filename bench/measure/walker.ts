import { seoulDate } from '@/lib/campaign/seoul';
import type { Asked, Reply } from './connections';
import { district, type Enrolled, roundId } from './crowd';
import type { IdentityProvider } from './provider';
import { action, type Form, get, plainForm, post } from './requests';

/** Every request of a booking that no cache answers, in their order: `e2e/journeys/requests.spec.ts` counts the same in a browser. */
export const steps = ['signIn', 'callback', 'me', 'ticket', 'entry', 'regions', 'hold', 'check', 'confirm', 'booking'] as const;
export type Step = (typeof steps)[number];

export interface Place {
  slotId: number;
  clinicId: string;
  startsAt: Date;
}

/** What stands in the pages, and a browser would read there. */
export interface Surroundings {
  port: number;
  provider: IdentityProvider;
  forms: { ticket: Form; confirm: Form };
}

/** One person and their browser, without script. */
export class Walker {
  #cookies = new Map<string, string>();
  /** Where the last answer led. */
  #led = '';
  /** The page of the check names it. */
  #bookingId = '';

  constructor(
    readonly who: Enrolled,
    private place: Place,
  ) {}

  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** The request of a step, and where it leads; what is answered goes into the browser. */
  ask(step: Step, around: Surroundings): Asked {
    const { text, leadsTo } = this.#request(step, around);
    return { text, leadsTo, answered: (reply) => this.#answered(reply) };
  }

  #request(step: Step, { port, provider, forms }: Surroundings): Pick<Asked, 'text' | 'leadsTo'> {
    const { cookies } = this;
    const bookingId = this.#bookingId;
    const line = `/line/${roundId}`;
    const { clinicId, slotId, startsAt } = this.place;
    const day = seoulDate(startsAt);
    const chosen = { locale: 'ko', back: `/book/clinic/${clinicId}/${day}`, clinic: clinicId, region: district, day, slot: String(slotId) };
    switch (step) {
      case 'signIn':
        return { text: plainForm(port, '/sign-in/start', cookies, { provider: 'identity' }), leadsTo: provider.issuer };
      case 'callback':
        return { text: get(port, provider.answerTo(this.#led, this.who.claims), cookies), leadsTo: '/me' };
      case 'me':
        return { text: get(port, '/me', cookies), leadsTo: null };
      case 'ticket':
        return { text: action(port, '/me', cookies, forms.ticket, { beneficiary: this.who.personId }), leadsTo: line };
      case 'entry':
        return { text: post(port, `${line}/enter`, cookies), leadsTo: '/book' };
      case 'regions':
        return { text: get(port, '/book', cookies), leadsTo: null };
      case 'hold':
        return { text: plainForm(port, '/book/hold', cookies, chosen), leadsTo: '/book/check' };
      case 'check':
        return { text: get(port, '/book/check', cookies), leadsTo: null };
      case 'confirm':
        return { text: action(port, '/book/check', cookies, forms.confirm, { booking: bookingId }), leadsTo: `/bookings/${bookingId}` };
      case 'booking':
        return { text: get(port, `/bookings/${bookingId}?done=1`, cookies), leadsTo: null };
    }
  }

  #answered({ location, cookies, body }: Reply): void {
    this.#led = location ?? '';
    this.#bookingId = /name="booking" value="([^"]*)"/.exec(body)?.[1] ?? this.#bookingId;
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(cookie) ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
  }
}
