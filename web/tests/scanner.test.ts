import { beforeEach, describe, expect, it } from 'vitest';
import { codesIn, createScanner } from '../src/base/scanner';

let read: string[][];
let clock: number;
let scanner: ReturnType<typeof createScanner>;

/** Types with so many milliseconds between the keys; a key's place is that of an American keyboard unless given. */
function type(text: string, pace: number, places?: string[]) {
  [...text].forEach((key, index) => {
    clock += pace;
    const code = /\d/.test(key) ? `Digit${key}` : key === '-' ? 'Minus' : `Key${key.toUpperCase()}`;
    scanner({ key, code: places?.[index] ?? code, timeStamp: clock });
  });
  clock += pace;
  return scanner({ key: 'Enter', code: 'Enter', timeStamp: clock });
}

beforeEach(() => {
  read = [];
  clock = 10_000;
  scanner = createScanner((codes) => read.push(codes));
});

describe('the scanner', () => {
  it('reads a ticket, and takes its Enter', () => {
    expect(type('K7QM4-9XZ2P', 8)).toBe(true);
    expect(read).toEqual([['K7QM4-9XZ2P']]);
  });

  it('is not a person who types a code', () => {
    expect(type('K7QM4-9XZ2P', 120)).toBe(false);
    expect(read).toEqual([]);
  });

  it('forgets what was typed before it began', () => {
    scanner({ key: 'n', code: 'KeyN', timeStamp: clock });
    clock += 400;
    expect(type('k7qm49xz2p', 10)).toBe(true);
    expect(read).toEqual([['K7QM49XZ2P']]);
  });

  it('understands an American scanner on a French keyboard', () => {
    const places = ['KeyK', 'Digit7', 'KeyQ', 'KeyM', 'Digit4', 'Digit9', 'KeyX', 'KeyZ', 'Digit2', 'KeyP'];
    expect(type("kèa,'çxwép", 8, places)).toBe(true);
    expect(read).toEqual([['K7QM49XZ2P']]);
  });

  it('leaves alone what is no code, and what is too short', () => {
    expect(type('3760123456789', 8)).toBe(false);
    expect(type('AB', 8)).toBe(false);
    expect(codesIn('K7QM4-9XZ2P', 'k7qm4-9xz2p', 'I0OOO-11111')).toEqual(['K7QM4-9XZ2P']);
  });
});
