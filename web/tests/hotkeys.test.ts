import { describe, expect, it } from 'vitest';
import { isShortcut, keyOf, nameOf } from '../src/base/hotkeys';

const press = (rest: object = {}) => ({
  code: 'KeyN',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  defaultPrevented: false,
  target: null,
  ...rest,
});
/** An element that says it is inside what matches one of the words. */
const inside = (...words: string[]) => ({
  target: { closest: (selector: string) => words.some((word) => selector.split(', ').includes(word)) || null },
});

describe('a shortcut', () => {
  it('is a plain key on the page', () => {
    expect(isShortcut(press() as never)).toBe(true);
    expect(isShortcut(press(inside('main')) as never)).toBe(true);
  });

  it('is never a key of somebody who types, or of a dialog', () => {
    for (const place of [
      'input',
      'textarea',
      'select',
      '[contenteditable="true"]',
      '[role="combobox"]',
      '[role="dialog"]',
      '[role="menu"]',
    ]) {
      expect(isShortcut(press(inside(place)) as never), place).toBe(false);
    }
  });

  it('leaves the browser its own, and does not repeat', () => {
    for (const flag of ['ctrlKey', 'metaKey', 'altKey', 'repeat', 'defaultPrevented']) {
      expect(isShortcut(press({ [flag]: true }) as never), flag).toBe(false);
    }
  });

  it('is the same on the digit row and the number pad, whatever the layout prints there', () => {
    expect(keyOf('Digit1')).toBe('Digit1');
    expect(keyOf('Numpad3')).toBe('Digit3');
    expect(keyOf('NumpadEnter')).toBe('NumpadEnter');
  });

  it('is what is printed on a letter, and where a digit stands', () => {
    expect(nameOf({ key: 'm', code: 'Semicolon' })).toBe('KeyM');
    expect(nameOf({ key: '?', code: 'KeyM' })).toBe('?');
    expect(nameOf({ key: '&', code: 'Digit1' })).toBe('Digit1');
    expect(nameOf({ key: 'т', code: 'KeyN' })).toBe('KeyN');
    expect(nameOf({ key: 'Escape', code: 'Escape' })).toBe('Escape');
  });
});
