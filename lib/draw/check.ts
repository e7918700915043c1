/*
 * The check that everybody can make of a draw. WebCrypto alone, so that it runs in any browser; scripts/check-draw.mjs
 * does the same apart from this code.
 */
import { bytesOfHex, drawSeed, numberOfPlace, placeOf } from '@/lib/line/place';
import type { DrawEntry, DrawRecord } from './record';

/** One step and what came of it; `facts` are the values that were compared, or the outcome. */
export interface Step {
  name: 'secret' | 'beacon' | 'seed' | 'ticket' | 'place';
  ok: boolean;
  code: string;
  facts: Record<string, string | number>;
}

type Of<Kind extends DrawEntry['kind']> = Extract<DrawEntry, { kind: Kind }>;

const find = <Kind extends DrawEntry['kind']>(record: DrawRecord, kind: Kind) =>
  record.entries.find((entry): entry is Of<Kind> => entry.kind === kind);

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function checkSecret(commit: Of<'commit'>, reveal: Of<'reveal'>): Promise<Step> {
  const computed = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOfHex(reveal.secret))));
  const ok = computed === commit.secretHash && commit.at < reveal.at;
  return { name: 'secret', ok, code: ok ? 'same' : 'differs', facts: { computed, published: commit.secretHash } };
}

/** The value that entered the draw is the one that was promised: recorded after its time and before the secret was opened. */
function checkBeacon(record: DrawRecord, commit: Of<'commit'>, reveal: Of<'reveal'>): Step {
  const beacon = find(record, 'beacon');
  const facts = { recorded: beacon?.value ?? '', used: reveal.beacon ?? '' };
  const step = (code: string, ok: boolean): Step => ({ name: 'beacon', ok, code: ok ? code : 'differs', facts });
  if (commit.beaconSource === null) return step('none', !beacon && reveal.beacon === null && !reveal.beaconMissing);
  // Until then the draw had to wait for the value.
  const deadline = Math.min(Date.parse(record.drawAt) + commit.beaconGrace * 1_000, Date.parse(record.opensAt));
  if (reveal.beaconMissing) return step('missing', !beacon && reveal.beacon === null && Date.parse(reveal.at) >= deadline);
  const inTime = Boolean(
    beacon && commit.beaconFrom && commit.at < commit.beaconFrom && commit.beaconFrom <= beacon.at && beacon.at <= reveal.at,
  );
  return step('same', inTime && beacon?.value === reveal.beacon);
}

/**
 * Every step of the check in order; null before the draw. With a ticket number also its place: where it stands in
 * [0, 1), and the number from 1 to 10,000 that people read. It goes on after a step that fails, so that all is seen.
 */
export async function checkDraw(record: DrawRecord, ticketNo: string | null): Promise<Step[] | null> {
  const [commit, reveal] = [find(record, 'commit'), find(record, 'reveal')];
  if (!commit || !reveal) return null;
  const seed = await drawSeed(bytesOfHex(reveal.secret), reveal.beacon, record.round);
  const same = hexOf(seed) === record.seed;
  const steps: Step[] = [
    await checkSecret(commit, reveal),
    checkBeacon(record, commit, reveal),
    { name: 'seed', ok: same, code: same ? 'same' : 'differs', facts: { computed: hexOf(seed), published: record.seed ?? '' } },
  ];
  if (ticketNo === null) return steps;
  if (!/^[A-Z2-7]{16}$/.test(ticketNo)) return [...steps, { name: 'ticket', ok: false, code: 'malformed', facts: {} }];
  const place = await placeOf(seed, ticketNo);
  return [...steps, { name: 'place', ok: true, code: 'found', facts: { place, number: numberOfPlace(place) } }];
}

/** How people type a number that they read from a screen. */
export const tidyTicketNo = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase();
