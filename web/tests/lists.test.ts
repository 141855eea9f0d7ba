import { describe, expect, it } from 'vitest';
import { changes, filterQuery } from '../src/base/dataProvider';
import { csvOf } from '../src/crud/export';

describe('a filter', () => {
  it('becomes a query, the search and several values included', () => {
    expect(filterQuery({ q: 'dupont', statut__in: ['active', 'suspendue'], en_ligne: false, zone: '' })).toEqual({
      search: 'dupont',
      statut__in: 'active,suspendue',
      en_ligne: false,
    });
  });

  it('takes a day as a whole', () => {
    const { at_from, at_to } = filterQuery({ at_from: '2026-02-28', at_to: '2026-02-28' });
    expect(Number(at_to) - Number(at_from)).toBe(86_400_000);
    expect(new Date(Number(at_from)).getHours()).toBe(0);
  });

  it('leaves a birth date alone', () => {
    expect(filterQuery({ birth_date: '2001-02-03' })).toEqual({ birth_date: '2001-02-03' });
  });
});

it('an edit sends what changed only', () => {
  const before = { id: '1', name: 'a', zone: null, stats: { n: 1 }, version: 3 };
  expect(changes({ ...before, name: 'b', stats: { n: 1 } }, before)).toEqual({ name: 'b' });
});

describe('an export', () => {
  it('suits a French spreadsheet, or an English one', () => {
    expect(
      csvOf(
        [
          ['Nom', 'Âge'],
          ['A;B', '1'],
        ],
        'fr',
      ),
    ).toBe('\uFEFFNom;Âge\r\n"A;B";1');
    expect(csvOf([['Name'], ['say "x"']], 'en')).toBe('Name\r\n"say ""x"""');
  });

  it('never carries a formula', () => {
    expect(csvOf([['=1+1', '@x', '+262 692', '-5']], 'en')).toBe("'=1+1,'@x,+262 692,-5");
  });
});
