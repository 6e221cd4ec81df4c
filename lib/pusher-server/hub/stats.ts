import type { Ending } from './ending';

/** What the server counts, from its start on. One object for all applications, changed in place. */
export type Counters = {
  /** Connections accepted, those included that were closed at once for what their address asked. */
  connectionsOpened: number;
  /** Subscriptions that exist now, `#server-to-user-…` included. */
  subscriptions: number;
  /** Those of them that no signature admitted. */
  publicSubscriptions: number;
  /** Messages from clients, of any kind. */
  messagesIn: number;
  /** Frames to clients, pings of the transport not included. */
  messagesOut: number;
  /** Bytes of the messages from clients, WebSocket headers not included. */
  bytesIn: number;
  /** Bytes of the frames to clients, WebSocket headers not included. */
  bytesOut: number;
  /** Events triggered, each counted once however many channels it went to. */
  triggers: number;
  /** Client events passed on. */
  clientEvents: number;
  /** Answered calls of the HTTP API, by status. */
  apiCalls: Record<number, number>;
  /** Upgrades answered with an HTTP error instead of a connection, by status. */
  refusedUpgrades: Record<number, number>;
  /** Subscriptions refused, by the status the client was told. */
  refusedSubscriptions: Record<number, number>;
  /** Ended connections by close code; see `countClose`. */
  closes: Record<number, number>;
  /** Connections cut because they did not read what was sent to them. */
  droppedSlow: number;
};

/** All at zero. */
export function newCounters(): Counters {
  return {
    connectionsOpened: 0,
    subscriptions: 0,
    publicSubscriptions: 0,
    messagesIn: 0,
    messagesOut: 0,
    bytesIn: 0,
    bytesOut: 0,
    triggers: 0,
    clientEvents: 0,
    apiCalls: {},
    refusedUpgrades: {},
    refusedSubscriptions: {},
    closes: {},
    droppedSlow: 0,
  };
}

/** Counts one under a status or a code. */
export function countOne(counts: Record<number, number>, key: number): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/**
 * Counts the end of one connection. A client may close with any code of 3000 to 4999: all of these are counted
 * as 3000, or a stranger could make two thousand counters, and pass for what only the server says.
 */
export function countClose({ closes }: Counters, { by, code }: Pick<Ending, 'by' | 'code'>): void {
  countOne(closes, by === 'client' && code >= 3000 ? CLIENTS_OWN_CODE : code);
}

const CLIENTS_OWN_CODE = 3000;
