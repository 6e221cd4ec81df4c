import type { Cursor as Tip } from '@/lib/inbox/stream';
import type { ChannelListener, ChannelState, Connect } from '../link';

/** A connection whose state and events the test says. */
export function createFakeLink() {
  const channels = new Map<string, Set<ChannelListener>>();
  let connects = 0;
  let retries = 0;
  let signOuts = 0;
  let pings = 0;
  let resting = false;

  const connect: Connect = () => {
    connects += 1;
    return {
      listen(channel, listener) {
        const listeners = channels.get(channel) ?? new Set();
        channels.set(channel, listeners.add(listener));
        return () => {
          listeners.delete(listener);
          if (listeners.size === 0) channels.delete(channel);
        };
      },
      retry: () => {
        retries += 1;
      },
      ping: () => {
        pings += 1;
      },
      rest: (now) => {
        resting = now;
      },
      signOut: () => {
        signOuts += 1;
      },
    };
  };

  return {
    connect,
    /** How often a store asked for the connection. */
    connects: () => connects,
    retries: () => retries,
    signOuts: () => signOuts,
    pings: () => pings,
    /** Whether it was told that attempts may be rare. */
    isResting: () => resting,
    channels: (): readonly string[] => [...channels.keys()],
    becomes(state: ChannelState): void {
      for (const listeners of [...channels.values()]) for (const one of [...listeners]) one.onState(state);
    },
    /** The service answers a ping with where this channel's stream stands. */
    tips(channel: string, tip: Tip): void {
      for (const one of [...(channels.get(channel) ?? [])]) one.onTip?.(tip);
    },
    tells(channel: string, name: string, data: unknown): void {
      const listeners = channels.get(channel);
      if (!listeners) throw new Error(`Nobody listens to ${channel}.`);
      for (const one of [...listeners]) one.onEvent(name, data);
    },
  };
}

export type FakeLink = ReturnType<typeof createFakeLink>;
