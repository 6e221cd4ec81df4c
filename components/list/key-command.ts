/** What a key means while focus is inside the tray or the inbox. */
export type KeyCommand =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'open'
  | 'archive'
  | 'read'
  | 'unread'
  | 'readAll'
  | 'undo'
  | 'showNew'
  | 'intoActions'
  | 'outOfActions';

export type KeyPress = Readonly<{
  key: string;
  shift: boolean;
  control: boolean;
  meta: boolean;
  alt: boolean;
  repeat: boolean;
  composing: boolean;
  /** Focus is where people type. */
  typing: boolean;
  rightToLeft: boolean;
}>;

const MOVES: ReadonlyMap<string, KeyCommand> = new Map([
  ['ArrowDown', 'next'],
  ['j', 'next'],
  ['ArrowUp', 'previous'],
  ['k', 'previous'],
  ['Home', 'first'],
  ['End', 'last'],
]);

const ACTS: ReadonlyMap<string, KeyCommand> = new Map([
  ['o', 'open'],
  ['e', 'archive'],
  ['r', 'read'],
  ['u', 'unread'],
  ['z', 'undo'],
  ['.', 'showNew'],
]);

/**
 * The command of a key press, or null when it is the browser's: in a field, while a word is being composed,
 * with another modifier. A held key moves on but never acts twice. Enter stays the element's own.
 */
export function keyCommand(press: KeyPress): KeyCommand | null {
  if (press.typing || press.composing || press.alt) return null;
  if (press.control || press.meta) {
    return !press.shift && !press.repeat && press.key.toLowerCase() === 'z' ? 'undo' : null;
  }
  if (press.shift) return press.key === 'R' && !press.repeat ? 'readAll' : null;
  const move = MOVES.get(press.key);
  if (move !== undefined) return move;
  if (press.key === 'ArrowRight') return press.rightToLeft ? 'outOfActions' : 'intoActions';
  if (press.key === 'ArrowLeft') return press.rightToLeft ? 'intoActions' : 'outOfActions';
  return press.repeat ? null : (ACTS.get(press.key) ?? null);
}
