import { faultPoint } from '@/lib/fault-kit/point';
import type { InboxEvent } from '@/lib/inbox/stream';
import { INBOX_CHANGED, userChannel } from './channels';
import type { PublishedMarks } from './published-marks';
import type { Publisher } from './publisher';

/**
 * One attempt at a few streams: reads what each has not published and publishes it, several as one batch.
 * Never rejects: it says how each ended, and whose failure it was.
 */
export async function publishStreams(
  userIds: readonly string[],
  by: {
    source: { pendingEvent(userId: string): Promise<InboxEvent | null> };
    publisher: Publisher;
    marks: Pick<PublishedMarks, 'add' | 'get' | 'flush'>;
  },
): Promise<readonly Outcome[]> {
  const { source, publisher, marks } = by;

  async function read(userId: string): Promise<Read> {
    try {
      return { userId, event: await unpublished(userId) };
    } catch (error) {
      return { userId, failedBy: 'store', error };
    }
  }

  async function unpublished(userId: string): Promise<InboxEvent | null> {
    const mark = marks.get(userId);
    const event = await source.pendingEvent(userId);
    // Thin perhaps only because it covers again what is published and not recorded yet.
    if (event && event.changes === undefined && event.from < mark && event.seq > mark) {
      await marks.flush();
      return after(await source.pendingEvent(userId), mark);
    }
    return after(event, mark);
  }

  const reads = await Promise.all(userIds.map(read));
  const found = reads.flatMap((one) => ('event' in one && one.event ? [{ ...one, event: one.event }] : []));
  // Asked only now: who joins after the event was read will sync and find what it holds.
  const heard = found.filter(({ userId }) => publisher.mayHaveListeners(userChannel(userId)));
  faultPoint('before-publish');
  const refusal = await publish(publisher, heard);
  faultPoint('after-publish-before-mark');
  const told = new Set(heard.map(({ userId }) => userId));
  return reads.map((one) => {
    if ('failedBy' in one) return one;
    if (told.has(one.userId) && refusal) return { userId: one.userId, failedBy: 'service', ...refusal };
    if (one.event) marks.add(one.userId, one.event.seq);
    return { userId: one.userId, failedBy: null, told: told.has(one.userId) };
  });
}

/** `told`: the service took an event; otherwise nobody listens, or there was nothing to publish. */
export type Outcome =
  | Readonly<{ userId: string; failedBy: null; told: boolean }>
  | Readonly<{ userId: string; failedBy: 'store' | 'service'; error: unknown }>;

type Read =
  | Readonly<{ userId: string; event: InboxEvent | null }>
  | Readonly<{ userId: string; failedBy: 'store'; error: unknown }>;

/** What the event says beyond `mark`, which its listeners were told already; null when that is nothing. */
function after(event: InboxEvent | null, mark: number): InboxEvent | null {
  if (event === null || event.seq <= mark) return null;
  if (event.from >= mark) return event;
  const { changes, ...rest } = event;
  if (changes === undefined) return { ...rest, from: mark };
  return { ...rest, from: mark, changes: changes.filter(({ seq }) => seq > mark) };
}

async function publish(
  publisher: Publisher,
  heard: readonly { userId: string; event: InboxEvent }[],
): Promise<{ error: unknown } | null> {
  const events = heard.map(({ userId, event }) => ({
    channel: userChannel(userId),
    name: INBOX_CHANGED,
    data: event,
  }));
  const [first] = events;
  if (first === undefined) return null;
  try {
    await (events.length === 1 ? publisher.publish(first) : publisher.publishBatch(events));
    return null;
  } catch (error) {
    return { error };
  }
}
