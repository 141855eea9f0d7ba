import { describe, expect, it } from 'vitest';
import { spansOf, textOf } from '../src/modules/zones/hours';

describe('opening hours as they are typed', () => {
  it('are read and written', () => {
    const day = [
      { from: '08:30', to: '12:00' },
      { from: '13:30', to: '24:00' },
    ];
    expect(spansOf('8:30-12, 13:30 – 24:00')).toEqual(day);
    expect(spansOf(textOf(day))).toEqual(day);
    expect(spansOf(' ')).toEqual([]);
    expect(textOf(undefined)).toBe('');
  });

  it('are refused when they are none', () => {
    for (const text of ['matin', '08:30', '12:00-08:30', '08:00-12:00, 11:00-13:00', '08:60-09:00', '25-26', '8-9-10']) {
      expect(spansOf(text), text).toBeNull();
    }
  });
});
