import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { askForm } from '@/lib/bycode/schema';
import { queueForm } from '@/lib/desk/letters/schema';
import { openForm, searchForm, settleForm } from '@/lib/desk/schema';
import { askingForm, officeForm } from '@/lib/helping/schema';
import { residentNumber, wrongWith } from '@/lib/identity/resident-number';
import { accountClaims, claims } from '@/lib/identity/schema';
import { stopping } from '@/lib/notice/schema';
import { closureSchema, intervalSchema, liftingSchema, pauseSchema, recallSchema } from '@/lib/recall/schema';
import { adding, joining, joiningTwice, newRecord, officeSearch, refusing } from '@/lib/roll/schema';

const id = '0199aaaa-0000-4000-8000-000000000001';
const [name, phone, reason] = ['김하늘', '010-1234-5678', '신분증을 보았음'];
const facts = { name, birthDate: '1983-02-09', phone };
const decided = { id, reasonKo: reason, reasonEn: 'as asked' };
const said = { sub: '1', ci: 'a+/=', name, birthdate: '1983-02-09', phone_number: phone };

/** A form that is taken, and the fields of it in which somebody may type a resident number. */
const forms: Record<string, { schema: z.ZodType; taken: Record<string, string>; typed: string[] }> = {
  'the roll: search': { schema: officeSearch, taken: { ...facts, reason }, typed: ['name', 'reason'] },
  'the roll: join': { schema: joining, taken: { person: id, record: id, reason }, typed: ['reason'] },
  'the roll: add': { schema: adding, taken: { person: id, region: '11110', reason }, typed: ['reason'] },
  'the roll: twice': { schema: joiningTwice, taken: { current: id, other: id, reason }, typed: ['reason'] },
  'the roll: refuse': { schema: refusing, taken: { person: id, reason }, typed: ['reason'] },
  'the roll: new': { schema: newRecord, taken: { ...facts, region: '11110', reason }, typed: ['name', 'phone', 'reason'] },
  'the desk: search': {
    schema: searchForm,
    taken: { ...facts, number: '', reason, channel: 'phone' },
    typed: ['name', 'birthDate', 'number', 'reason'],
  },
  'the desk: open': { schema: openForm, taken: { person: id, reason, channel: 'phone' }, typed: ['reason'] },
  'the desk: letters': { schema: queueForm, taken: { region: '', reason }, typed: ['reason'] },
  'the desk: settle': { schema: settleForm, taken: { person: id, round: 'round', reason }, typed: ['reason'] },
  'the desk: who agreed': {
    schema: officeForm,
    taken: { person: id, ...facts, kinship: 'son', way: 'office' },
    typed: ['name', 'birthDate', 'phone'],
  },
  'asking to help': { schema: askingForm, taken: { ...facts, kinship: 'son', way: 'phone' }, typed: ['name', 'birthDate', 'phone'] },
  'a code to sign in': { schema: askForm, taken: facts, typed: ['name', 'birthDate', 'phone'] },
  'what a provider says': { schema: claims, taken: said, typed: ['name', 'ci', 'phone_number'] },
  'what an account says': { schema: accountClaims, taken: said, typed: ['name', 'phone_number'] },
  'no notices': { schema: stopping, taken: { reason }, typed: ['reason'] },
  'a recall': { schema: recallSchema, taken: { ...decided, lot: 'A1' }, typed: ['reasonKo', 'reasonEn'] },
  'a false alarm': { schema: liftingSchema, taken: decided, typed: ['reasonKo', 'reasonEn'] },
  'a pause': { schema: pauseSchema, taken: { ...decided, campaign: 'c', move: 'false' }, typed: ['reasonKo', 'reasonEn'] },
  'a closure': { schema: closureSchema, taken: { ...decided, clinic: 'c', move: 'false', toAt: '2026-12-01' }, typed: ['reasonKo'] },
  'an interval': {
    schema: intervalSchema,
    taken: { ...decided, product: 'P1', validFrom: '2026-12-01', interval: '28', min: '21', max: '42' },
    typed: ['reasonKo'],
  },
};

test.each(Object.entries(forms))('%s takes no resident number, in whichever field it is typed', (_, { schema, taken, typed }) => {
  expect(schema.safeParse(taken).error?.issues ?? []).toEqual([]);
  for (const field of typed) {
    for (const number of ['830209-2123456', '8302092123456']) {
      const answer = schema.safeParse({ ...taken, [field]: number });
      expect({ field, refused: !answer.success && wrongWith(answer.error) }).toEqual({ field, refused: residentNumber });
    }
  }
});

test('a form that names people or reasons asks by the one rule', () => {
  const plain = /\b(?:name|phone|reason\w*)\b\s*[:=]\s*z\s*\.string\(\)/;
  const files = ['lib', 'app'].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((file) => `${root}/${file.replaceAll('\\', '/')}`)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts')),
  );
  expect(files.length).toBeGreaterThan(100);
  // What a provider answers is read again by `claims`; the others are settings, names of campaigns and lots, and what the portal itself has written.
  const own = [
    'lib/provider/said.ts',
    'lib/platform/provider-setting.ts',
    'lib/campaign/schema.ts',
    'lib/campaign/plan/schema.ts',
    'lib/draw/record.ts',
    'lib/recall/schema.ts',
  ];
  const asking = files.filter((file) => plain.test(readFileSync(file, 'utf8')));
  expect(asking.filter((file) => !own.includes(file) && !file.includes('phone-check'))).toEqual([]);
});
