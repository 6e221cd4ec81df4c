import type { InboxEvent } from '@/lib/inbox/stream';
import { USER_CHANNEL_PREFIX, userChannel } from '../channels';
import type { Publisher } from '../publisher';

type Published = { channel: string; name: string; data: unknown };

/** A service with listeners on channels, that can be down, refuse one channel, or keep callers waiting. */
export function createFakePublisher({ hosted = false }: { hosted?: boolean } = {}) {
  const listening = new Set<string>();
  const delivered: Published[] = [];
  const calls: Published[][] = [];
  const refused = new Set<string>();
  let down: unknown = null;
  let gate: { opened: Promise<void>; open: () => void } | null = null;
  let waiting = 0;
  let mostWaiting = 0;

  async function take(events: readonly Published[]): Promise<void> {
    calls.push([...events]);
    waiting += 1;
    mostWaiting = Math.max(mostWaiting, waiting);
    try {
      if (gate) await gate.opened;
      if (down !== null) throw down;
      for (const event of events) {
        if (refused.has(event.channel)) throw new Error(`refused ${event.channel}`);
        // As it went over the line: a later change of the object must not show.
        delivered.push(structuredClone(event));
      }
    } finally {
      waiting -= 1;
    }
  }

  const publisher: Publisher = {
    publish: (event) => take([event]),
    publishBatch: (events) => take(events),
    onlineUsers() {
      if (hosted) return null;
      return [...listening]
        .filter((name) => name.startsWith(USER_CHANNEL_PREFIX))
        .map((name) => name.slice(USER_CHANNEL_PREFIX.length));
    },
    mayHaveListeners: (channel) => hosted || listening.has(channel),
    close: async () => {},
  };

  return {
    ...publisher,
    delivered,
    calls,
    refused,
    join: (channel: string) => void listening.add(channel),
    leave: (channel: string) => void listening.delete(channel),
    online: (...userIds: string[]) => {
      for (const userId of userIds) listening.add(userChannel(userId));
    },
    goDown: (error: unknown = new Error('connection refused')) => {
      down = error;
    },
    comeBack: () => {
      down = null;
    },
    /** Every call waits until `release`. */
    hold: () => {
      let open = () => {};
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      gate = { opened, open };
    },
    release: () => {
      gate?.open();
      gate = null;
    },
    mostAtOnce: () => mostWaiting,
    on: (channel: string) => delivered.filter((event) => event.channel === channel),
    /** The inbox events a person was sent, as `from→seq`. */
    told: (userId: string) =>
      delivered
        .filter((event) => event.channel === userChannel(userId))
        // What the relay publishes there is nothing else.
        .map(({ data }) => data as InboxEvent)
        .map(({ from, seq }) => `${from}→${seq}`),
    eventsOf: (userId: string) =>
      delivered
        .filter((event) => event.channel === userChannel(userId))
        .map(({ data }) => data as InboxEvent),
  };
}

export type FakePublisher = ReturnType<typeof createFakePublisher>;
