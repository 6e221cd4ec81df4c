import type { Ended } from './ending';

/** One ended connection, as it is remembered for an operator. */
export type RecentClose = {
  /** When, in milliseconds since 1970. */
  readonly atMs: number;
  /** The close code; 1005 is a close frame without one, 1006 a line that broke or was cut. */
  readonly code: number;
  /** Printable text of at most 123 characters. When `by` is `client`, the client's own words: believe nothing. */
  readonly reason: string;
  /** Who ended it; `line` is nobody. */
  readonly by: 'server' | 'client' | 'line';
  /** How long it was open, in milliseconds. */
  readonly heldMs: number;
  /** How many subscriptions it had when it ended. */
  readonly subscriptions: number;
  /** Where it came from, as `addressOf` says; at most 64 characters. Absent when that is not known. */
  readonly address?: string;
};

/** The last connections that ended, a fixed number of them: the oldest makes room for the newest. */
export class RecentCloses {
  readonly #ring: RecentClose[] = [];
  #next = 0;

  /** Keeps one. `nowMs` is of the clock the connection was opened by, `atMs` is for people. */
  add(ended: Ended, { atMs, nowMs }: { readonly atMs: number; readonly nowMs: number }): void {
    const { code, by, subscriptions } = ended;
    const address = printable(ended.address, MAX_ADDRESS_LENGTH);
    this.#ring[this.#next] = {
      atMs,
      code,
      reason: printable(ended.reason, MAX_REASON_LENGTH),
      by,
      heldMs: Math.max(0, Math.round(nowMs - ended.openedAtMs)),
      subscriptions,
      ...(address !== '' && { address }),
    };
    this.#next = (this.#next + 1) % KEPT;
  }

  /** A copy, newest first. */
  list(): readonly RecentClose[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].reverse();
  }
}

const KEPT = 100;
/** A reason on the wire has at most 123 bytes (RFC 6455, 5.5). */
const MAX_REASON_LENGTH = 123;
const MAX_ADDRESS_LENGTH = 64;

/**
 * What a stranger wrote goes to logs, terminals and pages: nothing in it may move a cursor, turn the direction
 * of what follows, or break a line. A lone half of a pair, which cutting may leave, is no text either.
 */
function printable(text: string, maxLength: number): string {
  return text.replace(UNPRINTABLE, ' ').slice(0, maxLength).replace(LONE_SURROGATE, '').trim();
}

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LONE_SURROGATE = /\p{Cs}/gu;
