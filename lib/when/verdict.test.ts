import { expect, it } from 'vitest';
import type { When } from './range';
import { type Given, type Verdict, verdictOf } from './verdict';

const given: Given = { personId: 'p', from: '2026-12-03', to: '2026-12-12', place: 0.4, toldLately: false, booking: null };
const rests = {
  places: 1,
  days: 1,
  announced: 0,
  arrivesOn: null,
  handed: 0,
  people: 1,
  taken: 0,
  uptake: { low: 0, high: 1, rounds: 0 },
  place: 0.4,
};
const when = (more: Partial<When> = {}): When => ({ from: '2026-12-03', to: '2026-12-12', unknown: null, rests, ...more });
const reasons = { later: 'supply-late', earlier: 'line-slower' } as const;

it.each<[string, Given, When, Partial<Verdict> | null]>([
  ['nothing moved', given, when(), null],
  ['by three days: not worth a message', given, when({ to: '2026-12-15' }), null],
  ['by four days', given, when({ to: '2026-12-16' }), { to: '2026-12-16', reason: 'supply-late', cameOn: null }],
  ['earlier by four days', given, when({ to: '2026-12-08' }), { to: '2026-12-08', reason: 'line-slower' }],
  ['by four days, told yesterday evening', { ...given, toldLately: true }, when({ to: '2026-12-16' }), null],
  ['not known any more', given, when({ from: null, to: null, unknown: 'no-supply' }), { from: null, to: null, reason: 'supply-late' }],
  ['drawn meanwhile', { ...given, place: null }, when({ to: '2026-12-08' }), { place: 0.4, reason: 'drawn' }],
  ['booked: no forecast any more', { ...given, booking: { day: '2026-12-05', past: false } }, when({ to: '2026-12-30' }), null],
  ['the round is over', given, when({ from: null, to: null, unknown: 'no-round', rests: null }), null],
  [
    'the day is past',
    { ...given, booking: { day: '2026-12-05', past: true } },
    when(),
    { to: '2026-12-12', reason: null, cameOn: '2026-12-05' },
  ],
])('%s', (_, before, now, expected) => {
  const verdict = verdictOf(before, now, reasons);
  if (expected) expect(verdict).toMatchObject(expected);
  else expect(verdict).toBeNull();
});
