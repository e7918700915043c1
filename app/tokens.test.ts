import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

type Tokens = Record<string, string>;

/** The colours declared in the block that follows `opening`. */
function tokensAfter(opening: string): Tokens {
  const start = sheet.indexOf(opening);
  if (start < 0) throw new Error(`no block ${opening}`);
  const body = sheet.slice(start, sheet.indexOf('}', start));
  return Object.fromEntries([...body.matchAll(/--color-([a-z-]+): (#[0-9a-f]{3,6});/g)].map(([, name, value]) => [name, value]));
}

const light = tokensAfter('@theme {');
const more = tokensAfter('@media screen and (prefers-contrast: more) {');
const dark = tokensAfter('@media screen and (prefers-color-scheme: dark) {');
const darkMore = tokensAfter('@media screen and (prefers-color-scheme: dark) and (prefers-contrast: more) {');

const modes = {
  light,
  'high contrast': { ...light, ...more },
  dark: { ...light, ...dark },
  'dark, high contrast': { ...light, ...more, ...dark, ...darkMore },
};

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const hex = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, front: string, back: string): number {
  const colour = (name: string) => (name.startsWith('#') ? name : tokens[name]) ?? '';
  const [darker = 0, lighter = 0] = [luminance(colour(front)), luminance(colour(back))].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const text = [
  ...['ink', 'subtle', 'link', 'danger', 'success', 'warning', 'info'].flatMap((front) => [
    [front, 'background'],
    [front, 'surface'],
  ]),
  ...['danger', 'success', 'warning', 'info'].flatMap((kind) => [kind, 'ink', 'link', 'subtle'].map((front) => [front, `${kind}-soft`])),
  ['on-primary', 'primary'],
  ['on-primary', 'primary-strong'],
  ['#fff', 'danger-fill'],
] as [string, string][];
const edges: [string, string][] = [
  ['border', 'background'],
  ['danger-border', 'background'],
  ['link', 'surface'],
];

describe.each(Object.entries(modes))('colours, %s', (mode, tokens) => {
  const least = mode.includes('high') ? 7 : 4.5;
  it.each(text)(`text %s on %s has at least ${least}:1`, (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(least);
  });
  it.each(edges)('the edge %s on %s has at least 3:1', (front, back) => {
    expect(contrast(tokens, front, back)).toBeGreaterThanOrEqual(3);
  });
});

it('the arithmetic agrees with the published figures', () => {
  expect(contrast(light, 'primary', '#fff')).toBeCloseTo(4.55, 2);
  expect(contrast(light, 'ink', '#fff')).toBeCloseTo(16.2, 1);
});
