import { CLOSE } from '../protocol/close-codes';
import type { Connection } from './connection';
import type { Hub } from './hub';

/** How long silence may last, in milliseconds since the last sign of life. */
export type Patience = {
  /** From here on the transport pings, once a silence. */
  readonly pingAfterMs: number;
  /** From here on the peer is taken for gone. */
  readonly closeAfterMs: number;
  /** A connection this old that never subscribed is closed; `Infinity` lets it be. */
  readonly subscribeWithinMs: number;
};

/**
 * The patience that goes with an activity timeout: ping at two thirds of it, gone at four thirds. Browsers
 * answer the ping even in throttled tabs, whose own timers may fire once a minute only.
 */
export function patienceOf(activityTimeoutSeconds: number, subscribeWithinSeconds = Infinity): Patience {
  const timeoutMs = activityTimeoutSeconds * 1_000;
  return {
    pingAfterMs: (timeoutMs * 2) / 3,
    closeAfterMs: (timeoutMs * 4) / 3,
    subscribeWithinMs: subscribeWithinSeconds * 1_000,
  };
}

/** How often to sweep: often enough that a dead peer is noticed within half a timeout of `closeAfterMs`. */
export function sweepEveryMs({ pingAfterMs, subscribeWithinMs }: Patience): number {
  return Math.max(10, Math.min(pingAfterMs / 4, subscribeWithinMs / 4, 5_000));
}

/** Looks at every connection once: pings the silent, closes the dead and those that never subscribed. */
export function sweep(hub: Hub, patience: Patience, nowMs: number): void {
  for (const connection of hub.connections.values()) check(hub, connection, patience, nowMs);
}

function check(hub: Hub, connection: Connection, patience: Patience, nowMs: number): void {
  const silentMs = nowMs - connection.heardAtMs;
  // Never without having been asked: after a pause of the whole process everybody seems to have been silent.
  if (silentMs >= patience.closeAfterMs && connection.isPinged) {
    hub.close(connection, CLOSE.noPong);
  } else if (!connection.hasSubscribed && nowMs - connection.openedAtMs >= patience.subscribeWithinMs) {
    hub.close(connection, CLOSE.neverSubscribed);
  } else if (silentMs >= patience.pingAfterMs && !connection.isPinged) {
    connection.ping();
  }
}
