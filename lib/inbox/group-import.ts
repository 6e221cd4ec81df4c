/** What became, or would become, of a list of addresses: every line that was not taken is named. */
export type ImportReport = Readonly<{
  /** People who were added, or would be. */
  added: number;
  /** Lines of people who are members already. */
  already: number;
  bad: readonly BadLine[];
}>;

export type BadLine = Readonly<{
  /** As an editor counts, from 1. */
  line: number;
  /** At most 200 characters of it, with nothing in them that acts on what shows them. */
  text: string;
  reason: BadReason;
}>;

export const BAD_REASONS = ['quoting', 'no_address', 'no_such_person', 'disabled', 'twice'] as const;
export type BadReason = (typeof BAD_REASONS)[number];

export const IMPORT_BYTES_MAX = 2 * 1024 * 1024;
export const IMPORT_LINES_MAX = 20_000;
export const SHOWN_MAX = 200;

const WORDS: Readonly<Record<BadReason, string>> = {
  quoting: 'The quotation marks of this line do not fit together.',
  no_address: 'There is no e-mail address in it.',
  no_such_person: 'Nobody here has this address.',
  disabled: 'This person is disabled.',
  twice: 'This address stands further up already.',
};

export function badReasonText(reason: BadReason): string {
  return WORDS[reason];
}

/**
 * A line of somebody's file as it may be shown anywhere: cut, and with a visible sign for each character that is none
 * and could break a line, a layout or the direction of writing.
 */
export function harmless(text: string): string {
  const characters = [...text.slice(0, SHOWN_MAX * 2 + 2)];
  const isCut = characters.length > SHOWN_MAX;
  const shown = isCut ? [...characters.slice(0, SHOWN_MAX - 1), '…'] : characters;
  return shown.map((character) => (HIDDEN.test(character) ? signOf(character) : character)).join('');
}

const HIDDEN = /[\p{Cc}\p{Cs}\p{Cf}\u2028\u2029]/u;

/** The control pictures of Unicode for the first 32 characters and DEL; the replacement character for the others. */
function signOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
