/**
 * Carries events to whoever is subscribed. Two implementations, one contract: in the process when the
 * embedded server is here, the `pusher` SDK when another service is used.
 */
export type Publisher = Readonly<{
  /** Resolves when the service has taken the event; rejects (within the timeout) when it has not. Nothing is retried here: the relay owns that. */
  publish(event: { channel: string; name: string; data: unknown }): Promise<void>;
  /** In order; at most 100, split by the protocol's batch size of 10. */
  publishBatch(events: readonly { channel: string; name: string; data: unknown }[]): Promise<void>;
  /** Who may be listening: the ids of users subscribed here, or null when this process cannot know. */
  onlineUsers(): readonly string[] | null;
  /** Whether somebody may be listening to a channel; true when this process cannot know. */
  mayHaveListeners(channel: string): boolean;
  close(): Promise<void>;
}>;

/** Events in one `publishBatch`. */
export const PUBLISH_BATCH_MAX = 100;

/** Throws a `RangeError` for more events than a batch may have: a caller's defect. */
export function assertBatchSize(count: number): void {
  if (count > PUBLISH_BATCH_MAX)
    throw new RangeError(`At most ${PUBLISH_BATCH_MAX} events a batch, not ${count}.`);
}
