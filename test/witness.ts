import { lateOrderOf, placeOf } from '@/lib/line/place';
import { drawOf } from '@/lib/line/queries';
import { ticketNumber } from '@/lib/line/ticket-number';
import { chainOf, type Facts, factsOf, frontOf } from './facts';
import { bookedWithPasses, type Grant } from './grants';
import { callHold, passLength, type Someone, type World } from './history';
import { bucketSeconds } from './later';
import { must, speaksOfNobody } from './statements';
import type { Outcome } from './steps';

/** Seconds that may pass between a read and a statement on a busy machine. */
const slack = 3;
/**
 * Writes down what people were told and compares it with what the database knows. Its times are seconds since 1970 as if time
 * had really passed, so that they stay when a round moves into the past.
 */
export class Witness {
  private numbers = new Map<string, string>();
  private places = new Map<string, { number: string; place: number; lateOrder: number }>();
  private lates = new Map<string, number>();
  private grants = new Map<string, Grant>();
  private pauses: { from: number; to: number }[] = [];
  private fronts = { drawn: 0, late: 0 };
  private elapsedBefore = 0;
  private pausedSince: number | null = null;

  constructor(
    private world: World,
    private before: Facts,
  ) {
    this.fronts.drawn = frontOf(before, 'drawn', before.now);
  }

  /** What came of one step or, not `alone`, of several at once. */
  async sees(outcomes: Outcome[], alone: boolean): Promise<void> {
    const { before } = this;
    const after = await factsOf(this.world.id);
    this.notesPause(after);
    for (const outcome of outcomes) this.notes(outcome, before, after, alone);
    bookedWithPasses(outcomes, before, this.grants);
    if (alone) for (const outcome of outcomes) if (outcome.was === 'entry') await this.judgesEntry(outcome, before, after);
    this.onePlaceEach(after);
    this.frontsGoOn(after);
    this.latePlacesStay(after, outcomes);
    this.neverMoreThanSeats(after);
    this.bookingsHavePasses(after);
    this.before = after;
    this.pausedSince = after.pausedAt === null ? null : this.really(after.pausedAt);
    this.elapsedBefore = this.world.elapsed;
  }

  private headOf = (personId: string) => this.world.people.find((who) => who.personId === personId)?.headId ?? personId;

  private really = (at: number) => at + this.world.elapsed;

  private notesPause({ lastPausedAt, lastResumedAt }: Facts): void {
    if (lastPausedAt === null || lastResumedAt === null) return;
    const to = this.really(lastResumedAt);
    const known = this.pauses.at(-1);
    if (known && to - known.to < 1e-3) return;
    // The row's pause begins earlier by pauses shortly before it.
    const from = this.pausedSince ?? Math.max(this.really(lastPausedAt), known?.to ?? 0);
    this.pauses.push({ from, to });
    for (const grant of this.grants.values()) {
      if (grant.atLeast > from) grant.atLeast += to - from;
      if (grant.atMost > from) grant.atMost += to - from;
    }
  }

  private notes(outcome: Outcome, before: Facts, after: Facts, alone: boolean): void {
    const { who } = outcome;
    if (outcome.was === 'ticket') {
      must(1, 'two numbers of one person or household', (this.numbers.get(who.headId) ?? outcome.number) === outcome.number);
      this.numbers.set(who.headId, outcome.number);
      return;
    }
    const { sessionId } = outcome.session.proof;
    const passId = outcome.was === 'entry' ? (outcome.answer.ok ? outcome.answer.passId : null) : outcome.passId;
    if (passId === null) return;
    const start = before.now + this.elapsedBefore;
    const end = this.really(after.now);
    const closes = this.really(after.closes);
    const lives = { atLeast: Math.min(start + passLength, closes), atMost: end + passLength };
    const known = this.grants.get(passId);
    const seat = after.seats.find((one) => one.pass === passId);
    switch (outcome.was) {
      case 'let in':
        must(3, 'let in by a gate that could not decide', false);
        return;
      case 'entry':
        if (alone) must(3, 'let in without a seat', this.headOf(seat?.person ?? '') === who.headId && seat?.session === sessionId);
        must(4, 'the pass of somebody else', (known?.headId ?? who.headId) === who.headId);
        if (known) known.sessions.add(sessionId);
        else this.grants.set(passId, { headId: who.headId, sessions: new Set([sessionId]), ended: false, ...lives });
        return;
      case 'handed over':
        must(4, 'a pass handed over that nobody was given', known?.headId === who.headId);
        if (seat?.session) known?.sessions.add(seat.session);
        return;
      case 'extended':
        must(4, 'a pass extended that nobody was given', known?.headId === who.headId);
        if (known) Object.assign(known, { atLeast: Math.max(known.atLeast, lives.atLeast), atMost: Math.max(known.atMost, lives.atMost) });
        return;
      case 'left':
        if (known?.sessions.has(sessionId) && !seat) known.ended = true;
        return;
      default: {
        const is = before.bookings.find((one) => one.id === outcome.bookingId)?.status;
        if (is === 'confirmed') return;
        if (alone) {
          const own = before.seats.find((one) => one.pass === passId);
          must(4, `${outcome.was} on a pass that was over`, own?.session === sessionId && own.until > before.now);
          const open = before.opens <= after.now && before.now < before.closes;
          must(4, `${outcome.was} while the round was not open`, open && before.pausedAt === null);
        }
        if (outcome.was === 'confirmed' && known) known.ended = true;
      }
    }
  }

  private onePlaceEach(after: Facts): void {
    const once = (people: (string | null)[]) => new Set(people).size === people.length;
    const heads = (held: { person: string | null }[]) => held.map(({ person }) => person && this.headOf(person));
    must(1, 'two tickets of one person or household', once(heads(after.tickets)));
    must(1, 'two seats of one person or household', once(heads(after.seats.filter((one) => one.until > after.now))));
    const active = after.bookings.filter((one) => one.status === 'held' || one.status === 'confirmed');
    must(1, 'two bookings of one person', once(active.map((one) => one.person)));
  }

  private frontsGoOn(after: Facts): void {
    for (const line of ['drawn', 'late'] as const) {
      const chain = chainOf(after, line);
      for (const [index, next] of chain.slice(1).entries()) {
        const last = chain[index];
        must(2, `the ${line} front goes back`, !last || (next.from >= last.to && next.starts >= last.ends));
      }
      must(2, `the ${line} front is promised too far ahead`, (chain.at(-1)?.ends ?? 0) <= after.now + 5.01);
      const stands = frontOf(after, line, after.now) + (line === 'late' && chain.length > 0 ? this.world.elapsed / bucketSeconds : 0);
      must(2, `the ${line} front has gone back`, stands >= this.fronts[line] - 1e-6);
      this.fronts[line] = stands;
    }
  }

  /** A late place goes when one enters, and gives way to a later one when its call has lapsed; else it stays. */
  private latePlacesStay(after: Facts, outcomes: Outcome[]): void {
    for (const { person, late } of after.tickets) {
      const place = late === null ? null : late + this.world.elapsed / bucketSeconds;
      const was = this.lates.get(person);
      const entered = outcomes.some((one) => one.was === 'entry' && one.answer.ok && one.who.headId === person);
      if (was !== undefined && !entered && (place === null || Math.abs(place - was) > 1e-6)) {
        const lapsed = was - this.world.elapsed / bucketSeconds <= frontOf(after, 'late', this.heldSince(after.now) + slack);
        must(2, 'a late place has changed', place !== null && lapsed && place > was);
      }
      if (place === null) this.lates.delete(person);
      else this.lates.set(person, place);
    }
  }

  private neverMoreThanSeats(after: Facts): void {
    const { seats } = this.world.setting;
    const live = after.seats.filter((one) => one.until > after.now);
    must(3, `${live.length} live seats of ${seats}`, live.length <= seats && after.seats.length === seats);
    const frozen = after.pausedAt === null ? null : this.really(after.pausedAt);
    const now = frozen ?? this.really(after.now);
    const inside = [...this.grants].filter(([, grant]) => !grant.ended && grant.atLeast > now);
    must(3, `${inside.length} inside on ${seats} seats`, inside.length <= seats);
    for (const [passId, { headId, atLeast }] of inside) {
      if (atLeast > now + slack)
        must(
          3,
          'a pass is lost',
          after.seats.some((one) => one.pass === passId && one.person === headId),
        );
    }
    for (const { pass, until } of live) {
      const grant = pass === null ? undefined : this.grants.get(pass);
      must(3, 'a pass lives too long', frozen !== null || (grant !== undefined && this.really(until) <= grant.atMost + slack));
    }
  }

  private bookingsHavePasses(after: Facts): void {
    for (const { pass, person } of after.bookings)
      must(4, 'a booking without a pass', this.grants.get(pass)?.headId === this.headOf(person));
  }

  /** Since when a call counts: it holds for `callHold` seconds in which the round is not paused. */
  private heldSince(now: number): number {
    let left = callHold;
    let at = this.really(now);
    for (const { from, to } of this.pauses.toReversed()) {
      if (at - to >= left) break;
      left -= at - to;
      at = from;
    }
    return at - left - this.world.elapsed;
  }

  async standing(who: Someone) {
    const known = this.places.get(who.headId);
    if (known) return known;
    const draw = await drawOf(this.world.id);
    if (!draw?.seed) throw new Error('not drawn');
    const number = ticketNumber(draw.ticketKey, who.headId, this.world.id);
    const found = { number, place: await placeOf(draw.seed, number), lateOrder: await lateOrderOf(draw.seed, number) };
    this.places.set(who.headId, found);
    return found;
  }

  /** Nobody enters whom no front has called, or whose call is over, while others wait; and nobody who is called is told otherwise. */
  private async judgesEntry({ who, answer }: Extract<Outcome, { was: 'entry' }>, before: Facts, after: Facts): Promise<void> {
    if (answer.ok && before.seats.some((one) => one.pass === answer.passId)) return;
    const { place } = await this.standing(who);
    const drawn = this.world.setting.order === 'drawn' && !who.newcomer;
    // After several pauses a call may hold longer than it must, by all but the last.
    const more = this.pauses.slice(0, -1).reduce((sum, pause) => sum + pause.to - pause.from, 0);
    const lapsed = (line: 'drawn' | 'late') => frontOf(before, line, this.heldSince(before.now) - slack - more);
    const own = before.tickets.find((one) => one.person === who.headId)?.late ?? null;
    if (answer.ok) {
      const called = drawn && place < frontOf(after, 'drawn', after.now) && place >= lapsed('drawn');
      // Without a late place of before, one stands in the bucket of now.
      const late = own !== null && own > lapsed('late') ? own : Math.floor(before.now / bucketSeconds);
      const front = frontOf(after, 'late', after.now);
      const ahead = before.tickets.some(
        ({ person, late: other }) => person !== who.headId && other !== null && other > front && other < late,
      );
      const goesLate = !drawn || place < frontOf(after, 'drawn', this.heldSince(after.now) + slack) || own !== null;
      must(2, 'let in before being called', called || (goesLate && (late <= front || !ahead)));
      must(5, 'let in to nothing', before.placesLeft);
    } else if (answer.code === 'sold-out') {
      must(5, 'sold out, with places left', !before.placesLeft);
    } else if (answer.code === 'not-called') {
      const held = (line: 'drawn' | 'late') => frontOf(after, line, this.heldSince(after.now) + slack);
      must(2, 'called, and told to wait', !drawn || place >= frontOf(before, 'drawn', before.now) || place < held('drawn'));
      must(2, 'called late, and told to wait', own === null || own > frontOf(before, 'late', before.now) || own <= held('late'));
    }
  }

  async reads(document: unknown): Promise<void> {
    const standings = await Promise.all(this.world.people.map((who) => this.standing(who)));
    const lates = (await factsOf(this.world.id)).tickets.flatMap(({ late }) => late ?? []);
    const sessions = this.world.people.flatMap(({ personId, sessions }) => [personId, ...sessions.map(({ proof }) => proof.sessionId)]);
    const secrets = [...standings.map(({ number }) => number), ...sessions, ...this.grants.keys()];
    speaksOfNobody(JSON.stringify(document), secrets, [...lates, ...standings.map(({ place }) => place)]);
  }
}
