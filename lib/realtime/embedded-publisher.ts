import { faultPoint } from '@/lib/fault-kit/point';
import { USER_CHANNEL_PREFIX } from './channels';
import { assertBatchSize, type Publisher } from './publisher';

/**
 * Publishes through the server of this process: nothing goes over a line, and it knows who is listening.
 * Closing it only stops the publishing; the server belongs to whoever made it.
 */
export function createEmbeddedPublisher(server: EmbeddedServer): Publisher {
  let closed = false;

  function trigger(event: { channel: string; name: string; data: unknown }): void {
    if (closed) throw new Error('The publisher is closed.');
    server.trigger({ channels: [event.channel], name: event.name, data: JSON.stringify(event.data) });
  }

  return {
    // `async`, so that what the server throws becomes a rejection.
    async publish(event) {
      trigger(event);
    },
    async publishBatch(events) {
      assertBatchSize(events.length);
      for (const event of events) {
        trigger(event);
        faultPoint('mid-fan-out');
      }
    },
    onlineUsers() {
      const ids: string[] = [];
      for (const { name } of server.channels(USER_CHANNEL_PREFIX)) {
        ids.push(name.slice(USER_CHANNEL_PREFIX.length));
      }
      return ids;
    },
    mayHaveListeners: (channel) => server.isOccupied(channel),
    async close() {
      closed = true;
    },
  };
}

/** As much of the embedded server as is used here. `trigger` throws when it does not take the event. */
export type EmbeddedServer = {
  trigger(event: { channels: readonly string[]; name: string; data: string }): void;
  /** Occupied channels whose names begin with `prefix`. */
  channels(prefix: string): Iterable<{ readonly name: string; readonly subscriptionCount: number }>;
  isOccupied(channel: string): boolean;
};
