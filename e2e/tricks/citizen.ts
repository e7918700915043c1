import type { Somebody } from '../fixtures/people';
import { type Session, session, ticket } from '../fixtures/session';
import { type Answer, formWith, Visitor } from '../fixtures/visitor';
import type { Clinic, Round } from '../fixtures/world';

/** What the gate says to the page's script. */
export interface Said {
  status: number;
  /** Empty when it let in. */
  code: string;
  sentence: string;
  retryAfter: number | null;
  to: string | null;
}

/** A person with their sign-in and their ticket, before the gate, in a browser without script. */
export class Citizen {
  readonly visitor: Visitor;

  private constructor(
    readonly person: Somebody,
    readonly round: Round,
    readonly signedIn: Session,
    cookies: { name: string; value: string }[],
  ) {
    this.visitor = new Visitor(cookies);
  }

  static async waiting(person: Somebody, round: Round): Promise<Citizen> {
    const signedIn = await session(person);
    return new Citizen(person, round, signedIn, [signedIn.cookie, ...(await ticket(person, round, signedIn))]);
  }

  /** Signed in, and nothing else. */
  static async withoutTicket(person: Somebody, round: Round): Promise<Citizen> {
    const signedIn = await session(person);
    return new Citizen(person, round, signedIn, [signedIn.cookie]);
  }

  /** With a pass: through the gate itself. */
  static async inside(person: Somebody, round: Round): Promise<Citizen> {
    const citizen = await Citizen.waiting(person, round);
    const said = await citizen.enter();
    if (!said.to) throw new Error(`not let in: ${said.code}`);
    return citizen;
  }

  /** A crowd, made ready a few at a time: it is not the making ready that is to be a race. */
  static async crowd(people: Somebody[], round: Round, where: 'waiting' | 'inside'): Promise<Citizen[]> {
    const ready: Citizen[] = [];
    for (let index = 0; index < people.length; index += 5) {
      const some = people.slice(index, index + 5).map((person) => Citizen[where](person, round));
      ready.push(...(await Promise.all(some)));
    }
    return ready;
  }

  get cookies() {
    return this.visitor.cookies();
  }

  async enter(roundId = this.round.id): Promise<Said> {
    let said = await askGate(this.visitor, roundId);
    // A small machine under a crowd may have no connection for somebody: told so, they press again.
    while (said.code === 'too-busy') said = await askGate(this.visitor, roundId);
    return said;
  }

  /** The page of a day's times, and the form with the button that holds one of them. */
  async times(clinic: Clinic): Promise<Answer> {
    return await this.visitor.get(`/book/clinic/${clinic.id}/${clinic.day}`);
  }

  async hold(clinic: Clinic, slot: number): Promise<Answer> {
    const page = await this.times(clinic);
    return await this.visitor.press(page, formWith(page, 'name="slot"'), { slot: String(slot) });
  }

  async confirm(page: Answer): Promise<Answer> {
    return await this.visitor.press(page, formWith(page, 'name="booking"'));
  }
}

/** Presses "enter" as the page's script does. */
export async function askGate(visitor: Visitor, roundId: string, headers: Record<string, string> = {}): Promise<Said> {
  const init = { method: 'POST', headers: { accept: 'application/json', origin: visitor.origin, ...headers } };
  const response = await visitor.request(`/line/${roundId}/enter`, init);
  const said: { code?: string; sentence?: string; to?: string } = await response.json();
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    code: said.code ?? '',
    sentence: said.sentence ?? '',
    retryAfter: retryAfter === null ? null : Number(retryAfter),
    to: said.to ?? null,
  };
}
