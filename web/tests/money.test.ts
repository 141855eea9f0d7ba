import { describe, expect, it } from 'vitest';
import { minorOf } from '../src/base/money';

describe('amounts as they are typed', () => {
  it('reads what operators write', () => {
    for (const [typed, minor] of [['12', 1200], ['12,5', 1250], ['12.50', 1250], [' 1 200,00 ', 120_000], ['0', 0], ['0,29', 29]] as const) {
      expect(minorOf(typed, 'EUR'), typed).toBe(minor);
    }
  });

  it('refuses what is no amount', () => {
    for (const typed of ['', '-1', '12,505', '1,2,3', 'douze', '1e3', '9999999999']) expect(minorOf(typed, 'EUR'), typed).toBeNull();
  });
});
