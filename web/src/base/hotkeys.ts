/** Physical keys (`KeyboardEvent.code`), so that 1 is 1 on a keyboard whose digits need Shift. */
export type Hotkeys = Partial<Record<string, (event: KeyboardEvent) => void>>;

type KeyLike = Pick<
  KeyboardEvent,
  'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'defaultPrevented' | 'target'
>;

const TYPING =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="combobox"]';
const OVERLAY = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a plain key press is meant as a shortcut: nobody is typing, no dialog or menu has the keyboard. */
export function isShortcut(event: KeyLike): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return false;
  const target = event.target as { closest?: (selector: string) => unknown } | null;
  return !target?.closest?.(TYPING) && !target?.closest?.(OVERLAY);
}

/** The digit row and the number pad are the same key to an operator. */
export function keyOf(code: string): string {
  return code.replace(/^Numpad(\d)$/, 'Digit$1');
}

/** `keys` by physical key; `characters` for what sits on another key of each layout, such as `?`. */
export function listen(keys: Hotkeys, characters: Hotkeys = {}): () => void {
  const onKey = (event: KeyboardEvent) => {
    const handler = keys[keyOf(event.code)] ?? characters[event.key];
    if (!handler || !isShortcut(event)) return;
    event.preventDefault();
    handler(event);
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
