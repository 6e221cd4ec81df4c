import type { Publisher } from './publisher';

/**
 * The same publisher, with a count of what the service took and what it did not. A batch of which one part failed
 * counts as failed whole: nobody here knows how far it came.
 */
export function countPublished(
  publisher: Publisher,
  now: () => number,
): { publisher: Publisher; counts: () => PublishedCounts } {
  let counts: PublishedCounts = { published: 0, failed: 0, lastFailure: null };

  async function counted(events: number, work: Promise<void>): Promise<void> {
    try {
      await work;
      counts = { ...counts, published: counts.published + events };
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, REASON_MAX);
      counts = { ...counts, failed: counts.failed + events, lastFailure: { at: now(), reason } };
      throw error;
    }
  }

  return {
    publisher: {
      ...publisher,
      publish: (event) => counted(1, publisher.publish(event)),
      publishBatch: (events) => counted(events.length, publisher.publishBatch(events)),
    },
    counts: () => counts,
  };
}

/** Events since the start, attempts that were repeated included. The reason holds no secret: publishers see to that. */
export type PublishedCounts = Readonly<{
  published: number;
  failed: number;
  lastFailure: Readonly<{ at: number; reason: string }> | null;
}>;

const REASON_MAX = 200;
