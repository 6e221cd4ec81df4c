/**
 * How a connection ended. `by` is who ended it: the server, the client with a close frame, or nobody (`line`: it
 * broke, which is code 1006).
 */
export type Ending = {
  /** The close code (RFC 6455, 7.4). 1005 is a client's close frame without one. */
  readonly code: number;
  /** The text of the close frame, or why the server cut the line. A client may have written anything. */
  readonly reason: string;
  readonly by: 'server' | 'client' | 'line';
};

/** An ending with whose it was. */
export type Ended = Ending & {
  /** When it was opened, in milliseconds of the clock the hub is given. */
  readonly openedAtMs: number;
  /** How many subscriptions it had when it ended. */
  readonly subscriptions: number;
  /** Where it came from; empty when the transport does not know. */
  readonly address: string;
};
