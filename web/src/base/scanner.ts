import { BURST_MS } from './hotkeys';

/** What the scanner needs of a key press. */
export interface Press {
  key: string;
  code: string;
  timeStamp: number;
}

/** Codes have ten characters; a slow computer may swallow the pace, not the length. */
const SHORTEST = 8;
const CODE = /^[2-9A-HJ-NP-Z]{5}-?[2-9A-HJ-NP-Z]{5}$/;

/** What stands on the keys of the layout that most scanners are delivered with. */
function onAmericanKeys(code: string): string {
  if (/^(Key|Digit|Numpad)[A-Z0-9]$/.test(code)) return code.slice(-1);
  return code === 'Minus' || code === 'NumpadSubtract' ? '-' : '';
}

/** Codes that these texts may mean, each once. */
export function codesIn(...texts: string[]): string[] {
  const upper = texts.map((text) => text.trim().toUpperCase());
  return [...new Set(upper.filter((text) => CODE.test(text)))];
}

/**
 * Tells a scanner from a person: keys faster than anybody types, ended by Enter. Gives what was read, as the
 * keyboard's layout has it and as the American one has it: a scanner may be set to either.
 */
export function createScanner(onCodes: (codes: string[]) => void) {
  let typed = '';
  let physical = '';
  let last = -Infinity;
  /** True when this key ended a scan, and means nothing else. */
  return (press: Press): boolean => {
    const follows = press.timeStamp - last < BURST_MS;
    last = press.timeStamp;
    if (!follows) typed = physical = '';
    if (press.key === 'Enter' || press.key === 'Tab') {
      const codes = follows && typed.length >= SHORTEST ? codesIn(typed, physical) : [];
      typed = physical = '';
      if (codes.length > 0) onCodes(codes);
      return codes.length > 0;
    }
    // Shift and the like come between the letters and are none.
    if (press.key.length === 1) {
      typed += press.key;
      physical += onAmericanKeys(press.code);
    }
    return false;
  };
}
