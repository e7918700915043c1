import type { Day } from './day';
import type { Look, Minute } from './record';

const width = 960;
const height = 260;
const left = 90;
const right = 20;
const top = 36;
const bottom = 34;
const plotWidth = width - left - right;
const plotHeight = height - top - bottom;

interface Curve {
  name: string;
  colour: string;
  points: readonly (readonly [number, number])[];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const rounded = (value: number): string => String(Math.round(value * 10) / 10);

function frame(title: string, at: number, most: { x: number; y: number }, names: { x: string; y: string }, inside: string): string {
  const grid = [0, 0.25, 0.5, 0.75, 1]
    .map((share) => {
      const y = top + plotHeight * (1 - share);
      const x = left + plotWidth * share;
      return (
        `<line x1="${left}" x2="${width - right}" y1="${y}" y2="${y}" stroke="#d8dce2"/>` +
        `<text x="${left - 6}" y="${y + 4}" text-anchor="end">${Math.round(most.y * share * 100) / 100}</text>` +
        `<text x="${x}" y="${height - bottom + 16}" text-anchor="middle">${rounded(most.x * share)}</text>`
      );
    })
    .join('');
  return (
    `<g transform="translate(0 ${at})"><text x="${left}" y="16" font-weight="bold">${escaped(title)}</text>${grid}${inside}` +
    `<text x="${width - right}" y="${height - 4}" text-anchor="end">${names.x}</text><text x="${left}" y="30">${names.y}</text></g>`
  );
}

function chart(title: string, at: number, curves: readonly Curve[], names: { x: string; y: string }): string {
  const points = curves.flatMap((curve) => curve.points);
  const most = { x: Math.max(1, ...points.map(([x]) => x)), y: Math.max(1e-9, ...points.map(([, y]) => y)) };
  const lines = curves.map(({ name, colour, points: own }, index) => {
    const path = own
      .map(([x, y]) => `${rounded(left + (plotWidth * x) / most.x)},${rounded(top + plotHeight * (1 - y / most.y))}`)
      .join(' ');
    return (
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>` +
      `<text x="${width - right - 170 * (curves.length - index - 1)}" y="16" text-anchor="end" fill="${colour}">${escaped(name)}</text>`
    );
  });
  return frame(title, at, most, names, lines.join(''));
}

/** Each shown range as a bar over the wait that came true; on the line it would have been right to the second. */
function truth(looks: readonly Look[], at: number): string {
  const known = looks.filter((look) => !Number.isNaN(look.trueSeconds));
  const shown = known.filter((_, index) => index % Math.ceil(known.length / 400) === 0);
  const most = Math.max(1, ...shown.map((look) => look.trueSeconds)) / 60;
  const x = (seconds: number) => rounded(left + (plotWidth * seconds) / 60 / most);
  const y = (seconds: number) => rounded(top + plotHeight * (1 - Math.min(1, seconds / 60 / most)));
  const bars = shown.map(({ trueSeconds, fromSeconds, toSeconds, middleSeconds }) => {
    const inside = fromSeconds <= trueSeconds && trueSeconds <= toSeconds;
    const bar = `<line x1="${x(trueSeconds)}" x2="${x(trueSeconds)}" y1="${y(fromSeconds)}" y2="${y(toSeconds)}" stroke="${inside ? '#9db8d9' : '#c8372d'}"/>`;
    return Number.isNaN(middleSeconds) ? bar : `${bar}<circle cx="${x(trueSeconds)}" cy="${y(middleSeconds)}" r="1.5" fill="#1d4f91"/>`;
  });
  const right45 = `<line x1="${left}" y1="${top + plotHeight}" x2="${left + plotWidth}" y2="${top}" stroke="#444" stroke-dasharray="4 4"/>`;
  return frame(
    'Estimate against truth',
    at,
    { x: most, y: most },
    { x: 'true wait, minutes', y: 'shown, minutes' },
    bars.join('') + right45,
  );
}

/** The day as a picture: people waiting, fronts, seats in use, estimate against truth. */
export function drawingOf({ setting, record }: Day): string {
  const last = record.minutes.findLast((minute) => minute.waiting + minute.lateWaiting > setting.people / 10_000);
  // What comes after the line is gone is a straight line.
  const end = Math.max(7_200, 1.2 * (last?.second ?? 0));
  const shown = record.minutes.filter((minute) => minute.second >= 0 && minute.second <= end);
  const hours = (pick: (minute: Minute) => number) => shown.map((minute) => [minute.second / 3_600, pick(minute)] as const);
  const x = 'hours since the opening';
  const parts = [
    chart(
      'People waiting',
      0,
      [
        { name: 'drawn line', colour: '#1d4f91', points: hours((minute) => minute.waiting) },
        { name: 'late line', colour: '#b3541e', points: hours((minute) => minute.lateWaiting) },
      ],
      { x, y: 'people' },
    ),
    chart('Front of the drawn line', height, [{ name: 'front', colour: '#1d4f91', points: hours((minute) => minute.front) }], {
      x,
      y: 'of the line',
    }),
    chart(
      'Seats in use',
      2 * height,
      [{ name: 'in use', colour: '#2c7a3f', points: hours((minute) => (100 * minute.active) / setting.seats) }],
      { x, y: '%' },
    ),
    truth(record.looks, 3 * height),
  ];
  const title = `${setting.name}: ${setting.people} people, ${setting.seats} seats, seed ${setting.seed}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${4 * height + 24}" font-family="sans-serif" font-size="11">` +
    `<rect width="100%" height="100%" fill="#fff"/><text x="${left}" y="16" font-size="14">${escaped(title)}</text>` +
    `<g transform="translate(0 24)">${parts.join('')}</g></svg>\n`
  );
}
