import { describe, expect, it } from 'vitest';
import { en } from '../src/base/i18n/en';
import { fr } from '../src/base/i18n/fr';

function leaves(tree: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(tree) as [string, string | object][]) {
    const key = path ? `${path}.${name}` : name;
    if (typeof value === 'string') found.set(key, value);
    else for (const [inner, text] of leaves(value, key)) found.set(inner, text);
  }
  return found;
}

const french = leaves(fr);
const english = leaves(en);
const holes = (text: string | undefined) => [...new Set(text?.match(/%\{\w+\}/g))].sort();

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  });

  it('leave nothing empty', () => {
    for (const [key, text] of [...french, ...english]) expect(text.trim(), key).not.toBe('');
  });

  it('speak of the same values', () => {
    for (const [key, text] of french) expect(holes(english.get(key)), key).toEqual(holes(text));
  });

  it('have plurals in both or in none', () => {
    for (const [key, text] of french) expect(english.get(key)?.includes('||||'), key).toBe(text.includes('||||'));
  });
});
