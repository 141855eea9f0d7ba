/**
 * Keys by the names of `KeyboardEvent.code`. Digits are where they stand, so that 1 is 1 on a keyboard whose
 * digits need Shift; letters are what is printed on them, so that M is M wherever a layout has it.
 */
export type Hotkeys = Partial<Record<string, (event: KeyboardEvent) => void>>;

type KeyLike = Pick<
  KeyboardEvent,
  'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'defaultPrevented' | 'target'
>;

const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="combobox"]';
const OVERLAY = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether the keys go into a field. */
export function isTyping({ target }: Pick<KeyLike, 'target'>): boolean {
  return Boolean((target as { closest?: (selector: string) => unknown } | null)?.closest?.(TYPING));
}

/** Whether a plain key press is meant as a shortcut: nobody is typing, no dialog or menu has the keyboard. */
export function isShortcut(event: KeyLike): boolean {
  return !event.repeat && isForThePage(event);
}

/** The same for keys that may be held down. An overlay that prints the keys on its buttons says so: `data-hotkeys`. */
export function isForThePage(event: KeyLike): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const target = event.target as { closest?: (selector: string) => unknown } | null;
  const overlay = target?.closest?.(OVERLAY) as { dataset?: DOMStringMap } | null | undefined;
  return !target?.closest?.(TYPING) && (!overlay || overlay.dataset?.hotkeys !== undefined);
}

/** The digit row and the number pad are the same key to an operator. */
export function keyOf(code: string): string {
  return code.replace(/^Numpad(\d)$/, 'Digit$1');
}

/** The name of the key that was pressed. */
export function nameOf({ key, code }: Pick<KeyboardEvent, 'key' | 'code'>): string {
  if (/^[a-z]$/i.test(key)) return `Key${key.toUpperCase()}`;
  // A layout without Latin letters: the key's place is all there is.
  if (/^Key/.test(code) && !/^\p{L}$/u.test(key)) return key;
  return keyOf(code);
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/** A scanner's next key comes sooner than this, a person's later. */
export const BURST_MS = 45;

/**
 * `keys` by their names; `characters` for what sits on another key of each layout, such as `?`. A key that
 * another one follows at once was no shortcut but part of what a scanner reads.
 */
export function listen(keys: Hotkeys, characters: Hotkeys = {}): () => void {
  let pressed: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const onKey = (event: KeyboardEvent) => {
    // Shift goes down just before what it is for.
    if (MODIFIERS.has(event.key)) return;
    clearTimeout(pressed);
    const follows = event.timeStamp - last < BURST_MS;
    last = event.timeStamp;
    const handler = characters[event.key] ?? keys[nameOf(event)];
    if (!handler || follows || !isShortcut(event)) return;
    event.preventDefault();
    pressed = setTimeout(() => handler(event), BURST_MS);
  };
  window.addEventListener('keydown', onKey);
  return () => {
    clearTimeout(pressed);
    window.removeEventListener('keydown', onKey);
  };
}
