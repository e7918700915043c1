#!/usr/bin/env node
// Checks a published draw apart from the program that drew it: this file alone, Node alone. See docs/draw.md.
//   npm run check-draw -- <record.json or https://…/draw/<round>/record.json> [ticket number]
// Exit status: 0 when everything matches, 1 when something does not, 2 when there was nothing to check.
import { createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [source, given] = process.argv.slice(2);
const say = (text) => process.stdout.write(`${text}\n`);

function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

async function read(from) {
  try {
    if (!/^https?:\/\//.test(from)) return JSON.parse(readFileSync(from, 'utf8'));
    const response = await fetch(from, { headers: { accept: 'application/json' } });
    if (!response.ok) giveUp(`${from} answers ${response.status}.`);
    return await response.json();
  } catch (error) {
    giveUp(`${from} can't be read: ${error.cause?.message ?? error.message}`);
  }
}

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

if (!source) giveUp('Usage: npm run check-draw -- <record.json or its address> [ticket number]');
const record = await read(source);
if (record?.format !== 'charye-draw-1' || !Array.isArray(record.entries)) giveUp('This is no record of a draw (format charye-draw-1).');

let failed = 0;
function step(ok, sentence, ...details) {
  if (!ok) failed += 1;
  say(`${ok ? '✓' : '✗'} ${sentence}`);
  for (const detail of details) say(`    ${detail}`);
}

const all = (kind) => record.entries.filter((entry) => entry.kind === kind);
const [commit] = all('commit');
const [beacon] = all('beacon');
const [reveal] = all('reveal');
const [cancelled] = all('cancelled');

say(`Round ${record.round}: draw ${record.drawAt}, window ${record.opensAt} to ${record.closesAt}`);
for (const { at, reason, before, after } of all('postponed'))
  say(`  postponed on ${at}: from ${before.opensAt} to ${after.opensAt} (“${reason}”). Nothing was drawn anew.`);
for (const { at, what, code } of all('attempt')) say(`  refused on ${at}: ${what} (${code})`);
if (cancelled) say(`  cancelled on ${cancelled.at} (“${cancelled.reason}”)`);
if (!commit) giveUp('There is no commitment in this record.');
if (!reveal) {
  say(`Committed on ${commit.at} to a secret with the SHA-256 ${commit.secretHash}.`);
  if (commit.beaconSource) say(`Beacon: ${commit.beaconSource}, from ${commit.beaconFrom}`);
  giveUp(cancelled ? 'It was cancelled before the draw.' : 'Nothing is drawn yet. Keep this record, and compare it after the draw.');
}

const once = ['commit', 'beacon', 'reveal'].every((kind) => all(kind).length <= 1);
step(once, once ? 'one commitment and one draw' : 'more than one commitment, beacon or draw');

const secret = Buffer.from(reveal.secret, 'hex');
const hash = sha256(secret).toString('hex');
const committed = hash === commit.secretHash && commit.at < reveal.at;
step(
  committed,
  'SHA-256 of the secret is what was published beforehand',
  `computed  ${hash}`,
  `published ${commit.secretHash} on ${commit.at}`,
);

if (!commit.beaconSource) {
  step(reveal.beacon === null && !beacon, 'no beacon was named, and none was used: commit and reveal alone');
} else if (reveal.beaconMissing) {
  const deadline = Math.min(Date.parse(record.drawAt) + commit.beaconGrace * 1000, Date.parse(record.opensAt));
  const waited = Date.parse(reveal.at) >= deadline;
  step(
    waited && reveal.beacon === null && !beacon,
    'a beacon was named; its value was not recorded in time, and the record says so',
    commit.beaconSource,
  );
} else {
  const inTime = Boolean(beacon) && commit.at < commit.beaconFrom && commit.beaconFrom <= beacon.at && beacon.at <= reveal.at;
  const used = `used     ${reveal.beacon}`;
  step(inTime && beacon.value === reveal.beacon, 'the beacon used is the one recorded, after its time and before the draw', used);
  say(`    recorded ${beacon?.value ?? 'nothing'}`);
  say(`  Now compare it with its source yourself: ${commit.beaconSource}`);
}

const seed = Buffer.from(hkdfSync('sha256', secret, reveal.beacon ?? '', record.round, 32));
step(
  seed.toString('hex') === record.seed,
  'the seed follows from secret, beacon and round',
  `computed  ${seed.toString('hex')}`,
  `published ${record.seed}`,
);

if (given) {
  const ticket = given.replace(/[\s-]/g, '').toUpperCase();
  if (/^[A-Z2-7]{16}$/.test(ticket)) {
    const place = sha256(seed, ticket).readUIntBE(0, 6) / 2 ** 48;
    const number = Math.floor(place * 10_000) + 1;
    step(true, `ticket ${ticket} stands at ${place}: number ${number.toLocaleString('en')} of 10,000`);
  } else {
    step(false, 'a ticket number has 16 signs of A–Z and 2–7');
  }
}
say(failed === 0 ? 'Everything matches.' : `${failed} ${failed === 1 ? 'step does' : 'steps do'} not match.`);
process.exitCode = failed === 0 ? 0 : 1;
