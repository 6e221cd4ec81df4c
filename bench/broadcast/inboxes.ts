import type { InboxEvent } from '@/lib/inbox/stream';
import { userChannel } from '@/lib/realtime/channels';
import type { EmbeddedServer } from '@/lib/realtime/embedded-publisher';

/**
 * Stands where the embedded server stands: people who are online, each with an inbox that takes the events as a client
 * does, by what they cover. Nothing goes over a line; what a socket costs is measured by the realtime bench.
 */
export function openInboxes(userIds: readonly string[]) {
  const inboxes = new Map(userIds.map((id) => [userChannel(id), { seq: 0, shown: new Set<string>() }]));
  const broadcastOf = new Map<string, string>();
  let watched: { is: (shown: ReadonlySet<string>) => boolean; wrong: Set<string>; done: () => void } | null =
    null;
  let gaps = 0;

  const server: EmbeddedServer = {
    isOccupied: (channel) => inboxes.has(channel),
    channels: (prefix) =>
      [...inboxes.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => ({ name, subscriptionCount: 1 })),
    trigger({ channels, data }) {
      for (const channel of channels) take(channel, JSON.parse(data));
    },
  };

  function take(channel: string, event: InboxEvent): void {
    const inbox = inboxes.get(channel);
    if (!inbox || event.seq <= inbox.seq) return;
    if (event.from > inbox.seq || !event.changes) gaps += 1;
    inbox.seq = event.seq;
    for (const change of event.changes ?? []) {
      if ('item' in change) {
        const { id, broadcastId } = change.item;
        broadcastOf.set(id, broadcastId ?? id);
        inbox.shown.add(broadcastId ?? id);
      } else inbox.shown.delete(broadcastOf.get(change.id) ?? change.id);
    }
    if (watched?.is(inbox.shown)) watched.wrong.delete(channel);
    if (watched?.wrong.size === 0) watched.done();
  }

  return {
    server,
    /** Events that a client could not have gone on from by itself. */
    gaps: () => gaps,
    /** Resolves when every inbox has it, or has it no more. */
    async allRight(broadcastId: string, has: boolean): Promise<void> {
      const is = (shown: ReadonlySet<string>) => shown.has(broadcastId) === has;
      const wrong = new Set([...inboxes].flatMap(([name, { shown }]) => (is(shown) ? [] : [name])));
      if (wrong.size > 0) await new Promise<void>((done) => (watched = { is, wrong, done }));
      watched = null;
    },
  };
}
