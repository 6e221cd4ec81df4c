import type { ChannelListener, ChannelState, Connect } from '../link';

/** A connection whose state and events the test says. */
export function createFakeLink() {
  const channels = new Map<string, Set<ChannelListener>>();
  let connects = 0;
  let retries = 0;
  let signOuts = 0;

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
    channels: (): readonly string[] => [...channels.keys()],
    becomes(state: ChannelState): void {
      for (const listeners of [...channels.values()]) for (const one of [...listeners]) one.onState(state);
    },
    tells(channel: string, name: string, data: unknown): void {
      const listeners = channels.get(channel);
      if (!listeners) throw new Error(`Nobody listens to ${channel}.`);
      for (const one of [...listeners]) one.onEvent(name, data);
    },
  };
}

export type FakeLink = ReturnType<typeof createFakeLink>;
