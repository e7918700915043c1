import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, seoulInstant } from '@/lib/campaign/seoul';
import { database } from '@/lib/platform/database';
import { databaseNow } from '@/test/booking';
import { misplanned, type Supply, stockedClinic, supplyWorld } from '@/test/supply';

const folder = mkdtempSync(join(tmpdir(), 'charye-supply-'));
const head = (name: string) => readFileSync(`docs/examples/${name}.csv`, 'utf8').split('\n')[0] ?? '';

/** The command with a file of these lines below the header of the example. */
async function take(name: string, lines: string[], ...options: string[]): Promise<{ code: number; stdout: string }> {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, `\uFEFF${[head(name), ...lines].join('\r\n')}\r\n`);
  const command = ['--import', 'tsx', 'scripts/supply.ts', 'import', file, ...options];
  return promisify(execFile)(process.execPath, command, { env: process.env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (fault: { code: number; stdout: string; stderr: string }) => ({ code: fault.code, stdout: fault.stdout + fault.stderr }),
  );
}

let world: Supply;
let clinicId: string;
let day: string;
const counts = async () => ({
  clinics: await database().clinic.count(),
  deliveries: await database().delivery.count(),
  closed: await database().slot.count({ where: { closedAt: { not: null } } }),
  holidays: await database().holiday.count(),
});
const delivery = (change: { doses?: number; clinic?: string; lot?: string; product?: string; shipment?: string }) =>
  [
    change.shipment ?? 'S-9',
    '운송',
    '',
    change.lot ?? 'NEW-1',
    change.product ?? world.product,
    addDays(world.today, 60),
    change.clinic ?? clinicId,
    change.doses ?? 100,
    `${addDays(world.today, -1)} 09:00`,
  ].join(',');

beforeAll(async () => {
  world = await supplyWorld([1]);
  await database().region.create({ data: { code: '11', nameKo: '서울특별시', nameEn: 'Seoul', population: 1 } });
  await database().region.create({ data: { code: '11110', parentCode: '11', nameKo: '종로구', nameEn: 'Jongno-gu', population: 1 } });
  ({ clinicId } = await stockedClinic(world, [8, 8], 100));
  const round = world.rounds[0] ?? '';
  await database().seat.create({ data: { roundId: round, number: 1 } });
  day = addDays(world.today, 1);
});

describe('supply from a file', () => {
  it('tells line and column of all that is wrong, in both languages, and takes nothing', async () => {
    const before = await counts();
    const said = await take(
      'deliveries',
      [delivery({}), delivery({ clinic: 'nowhere', shipment: 'S-8' }), `${delivery({ shipment: 'S-7' })},x`],
      '--yes',
    );
    expect(said.code).toBe(1);
    expect(said.stdout).toContain('4번째 줄: 칸의 수가 첫 줄과 달라요.');
    expect(said.stdout).toContain('Line 4: not as many cells');
    const second = await take(
      'deliveries',
      [delivery({}), delivery({ clinic: 'nowhere', shipment: 'S-8' }), delivery({ product: 'nothing', shipment: 'S-7' })],
      '--yes',
    );
    expect(second.stdout).toContain('3번째 줄, ‘clinic_id’ 칸: 등록되지 않은 의료기관이에요. (적힌 값: nowhere)');
    expect(second.stdout).toContain('Line 4, column “product”: no such vaccine. (it says: nothing)');
    expect(second.stdout).toContain('4번째 줄, ‘lot’ 칸');
    expect(await counts()).toEqual(before);
  });

  it('asks back where a figure looks like a slip, and takes it when somebody says that it is right', async () => {
    const before = await counts();
    for (const shipment of ['H-1', 'H-2']) {
      expect((await take('deliveries', [delivery({ shipment })], '--yes')).code).toBe(0);
    }
    const slip = [delivery({ shipment: 'S-9', doses: 10_000 })];
    const asked = await take('deliveries', slip, '--yes');
    expect(asked).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('2번째 줄: 10000은(는) 이 기관이 보통 받는 100과(와) 크게 달라요. 맞나요?'),
    });
    expect((await counts()).deliveries).toBe(before.deliveries + 2);
    expect(await take('deliveries', slip, '--yes', '--dry-run', '--yes-to', '2')).toMatchObject({ code: 0 });
    expect((await counts()).deliveries).toBe(before.deliveries + 2);
    const taken = await take('deliveries', slip, '--yes', '--yes-to', '2');
    expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining('shares written') });
    expect((await counts()).deliveries).toBe(before.deliveries + 3);
    expect(await misplanned()).toEqual([]);
  }, 120_000);

  it('a new clinic has its half hours, by its hours; a closure and a holiday shut them, and their shares with them', async () => {
    const clinic = [
      '11110901',
      '11110',
      '새의원',
      'New',
      '"종로 1, 2층"',
      '"1, Jongno"',
      '03181',
      '37.5',
      '127',
      '02-0123-4567',
      world.product,
      '3',
    ];
    const line = (hours: string) => [...clinic, ...Array(7).fill(hours)].join(',');
    expect(await take('clinics', [line('09:00-12:00 13:00-14:00')], '--yes')).toMatchObject({ code: 0 });
    const open = () => database().slot.count({ where: { clinicId: '11110901', closedAt: null } });
    expect(await open()).toBe(16);
    expect(await database().clinic.findUnique({ where: { id: '11110901' } })).toMatchObject({
      addressKo: '종로 1, 2층',
      postalCode: '03181',
    });
    expect((await take('deliveries', [delivery({ clinic: '11110901', shipment: 'N-1' })], '--yes')).code).toBe(0);
    const places = async () => (await database().share.aggregate({ where: { clinicId: '11110901' }, _sum: { quota: true } }))._sum.quota;
    expect(await places()).toBe(48);

    expect((await take('closures', [`11110901,${day} 08:00,${day} 12:00`], '--yes')).code).toBe(0);
    expect(await open()).toBe(10);
    expect(await places()).toBe(30);
    // An hour longer from now on: on the day on which it is shut then, those half hours are, too.
    expect(await take('clinics', [line('08:00-12:00 13:00-14:00')], '--yes')).toMatchObject({ code: 0 });
    expect(await open()).toBe(12);
    expect((await take('holidays', [`${addDays(day, 1)},쉬는 날,Holiday`], '--yes')).code).toBe(0);
    expect(await open()).toBe(2);
    expect(await places()).toBe(6);
    const [first] = await database().slot.findMany({ where: { clinicId: '11110901', closedAt: null }, orderBy: { startsAt: 'asc' } });
    expect(first?.startsAt).toEqual(seoulInstant(day, '13:00'));
    expect((await databaseNow()) < seoulInstant(day, '13:00')).toBe(true);
    expect(await misplanned()).toEqual([]);
  }, 180_000);

  it('says how it is used when it is told nothing that it knows', async () => {
    const said = await take('holidays', ['2027-05-01,가,a'], '--as', 'people');
    expect(said).toMatchObject({ code: 1, stdout: expect.stringContaining('npm run supply -- import') });
  });
});
