import { describe, expect, it } from 'vitest';
import { messages } from '.';

type Sentences = { [key: string]: string | Sentences };

const keysOf = (sentences: Sentences, path = ''): string[] =>
  Object.entries(sentences).flatMap(([key, value]) => (typeof value === 'string' ? `${path}${key}` : keysOf(value, `${path}${key}.`)));

const { ko, ...others } = messages;

describe.each(Object.entries(others))('%s', (_, other) => {
  it.each(Object.keys(ko) as (keyof typeof ko)[])('%s has every key of the Korean, and no other', (part) => {
    expect(keysOf(other[part]).sort()).toEqual(keysOf(ko[part]).sort());
  });
});
