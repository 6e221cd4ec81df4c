import { isDeepStrictEqual } from 'node:util';

/** What a case found to be otherwise than it must be. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
  readonly expected: string;
  readonly received: string;

  constructor(what: string, found: { readonly expected: unknown; readonly received: unknown }) {
    super(what);
    this.expected = shown(found.expected);
    this.received = shown(found.received);
  }
}

/** @throws Mismatch unless both are deeply equal. */
export function mustBe(what: string, received: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(received, expected)) throw new Mismatch(what, { expected, received });
}

/** @throws Mismatch unless the condition holds; `expected` says it in words. */
export function mustHold(
  what: string,
  condition: boolean,
  found: { readonly expected: unknown; readonly received: unknown },
): asserts condition {
  if (!condition) throw new Mismatch(what, found);
}

/** The value behind JSON text. @throws Mismatch when it is not a string, or no JSON. */
export function mustParse(what: string, text: unknown): unknown {
  mustHold(what, typeof text === 'string', { expected: 'a string of JSON', received: text });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Mismatch(what, { expected: 'a string of JSON', received: text });
  }
}

/** The fields of an object. @throws Mismatch for anything else. */
export function mustBeObject(what: string, value: unknown): Readonly<Record<string, unknown>> {
  mustHold(what, typeof value === 'object' && value !== null && !Array.isArray(value), {
    expected: 'an object',
    received: value,
  });
  return value as Readonly<Record<string, unknown>>;
}

/** A text as it stands, anything else as JSON; cut where nobody reads on. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}… (${text.length} characters)`;
}

const MAX_SHOWN = 600;
