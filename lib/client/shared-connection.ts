import type Pusher from 'pusher-js';
import { createAuthorizer } from './channel-authorizer';
import { browserClock, type Clock } from './clock';
import { type Connection, createConnection } from './connection';
import type { Connect, Link } from './link';
import { pusherOptions } from './pusher-options';
import { request } from './request';
import type { OpenSocket, Socket } from './socket';

/** Strict mode stops and starts again in one turn, and a change of page within a moment: neither may reconnect. */
export const LINGER_MS = 2_000;

/**
 * Hands out one connection per settings, kept on `globalThis`: modules may be loaded twice (hot reload, split
 * bundles), sockets should not. It closes a moment after its last listener has left.
 */
export function createSharing(deps: {
  connect: (settings: Parameters<Connect>[0]) => Connection;
  clock: Clock;
  slots: Record<symbol, unknown>;
}): Connect {
  return (settings) => {
    const key = Symbol.for(`belfry.connection ${JSON.stringify(settings)}`);
    // Only this function writes under this symbol.
    const found = deps.slots[key] as Shared | undefined;
    const shared = found ?? createShared(() => deps.connect(settings), deps.clock);
    deps.slots[key] = shared;
    return shared;
  };
}

/** A connection shared with nobody, at each call: for who shows several inboxes as several tabs would. */
export const connectApart = (slots: Record<symbol, unknown> = {}): Connect =>
  createSharing({
    connect: (settings) =>
      createConnection({
        open: openPusher(settings),
        authorize: createAuthorizer(request),
        clock: browserClock,
        random: Math.random,
      }),
    clock: browserClock,
    slots,
  });

/** The one connection of this page. Touches the browser only when somebody listens. */
// The slots of the one global object are found by symbols of ours, which its type cannot know.
export const connect: Connect = connectApart(globalThis as unknown as Record<symbol, unknown>);

type Shared = Link;

function createShared(open: () => Connection, clock: Clock): Shared {
  let connection: Connection | null = null;
  let listeners = 0;
  let cancelClose = () => {};

  function release(): void {
    listeners -= 1;
    if (listeners > 0) return;
    cancelClose = clock.after(LINGER_MS, () => {
      connection?.close();
      connection = null;
    });
  }

  return {
    listen(channel, listener) {
      cancelClose();
      listeners += 1;
      // After a sign-in the one that was signed out is of no more use.
      if (connection?.isOver()) connection.close();
      if (!connection || connection.isOver()) connection = open();
      const stop = connection.listen(channel, listener);
      let stopped = false;
      return () => {
        if (stopped) return;
        stopped = true;
        stop();
        release();
      };
    },
    retry: () => connection?.retry(),
    ping: () => connection?.ping(),
    rest: (resting) => connection?.rest(resting),
    signOut: () => connection?.signOut(),
  };
}

/** pusher-js is loaded when it is needed: the bell itself stays small. */
function openPusher(settings: Parameters<Connect>[0]): OpenSocket {
  return async (authorize): Promise<Socket> => {
    const { default: Pusher } = await import('pusher-js');
    const pusher: Pusher = new Pusher(settings.key, pusherOptions(settings, window.location, authorize));
    return pusher;
  };
}
