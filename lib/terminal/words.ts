/** "1,284". */
export function number(value: number): string {
  return FORMAT.format(value);
}

const FORMAT = new Intl.NumberFormat('en-GB');

/** "1 person", "1,284 people". */
export function people(count: number): string {
  return `${number(count)} ${count === 1 ? 'person' : 'people'}`;
}

/**
 * A text of somebody's as one line that a terminal can do nothing with but show: escape sequences move the cursor,
 * rename the window or worse, and a turned direction of writing shows what is not there.
 */
export function shown(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '');
}
