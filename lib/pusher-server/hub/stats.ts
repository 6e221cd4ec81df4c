/** What the server counts, from its start on. One object for all applications, changed in place. */
export type Counters = {
  /** Messages from clients, of any kind. */
  messagesIn: number;
  /** Frames to clients, pings of the transport not included. */
  messagesOut: number;
  /** Bytes of these frames, WebSocket headers not included. */
  bytesOut: number;
  /** Ended connections by close code; 1006 is a line that broke without one. */
  closes: Record<number, number>;
  /** Connections cut because they did not read what was sent to them. */
  droppedSlow: number;
  /** Upgrades answered with an HTTP error instead of a connection. */
  refusedUpgrades: number;
  /** Events triggered, each counted once however many channels it went to. */
  triggers: number;
};

/** All at zero. */
export function newCounters(): Counters {
  return {
    messagesIn: 0,
    messagesOut: 0,
    bytesOut: 0,
    closes: {},
    droppedSlow: 0,
    refusedUpgrades: 0,
    triggers: 0,
  };
}

/** Counts the end of one connection. */
export function countClose({ closes }: Counters, code: number): void {
  closes[code] = (closes[code] ?? 0) + 1;
}
