import { BROADCASTS_CHANNEL, BROADCASTS_MOVED, broadcastsMovedSchema } from '@/lib/realtime/channels';
import type { Clock } from './clock';
import type { Link } from './link';

/**
 * With a realtime service of its own nobody here knows who is online: one hint to all says that broadcasts
 * moved, and each client asks after a random wait, so that they do not all come at once. Answers the stop.
 */
export function listenForBroadcasts(
  link: Link,
  { clock, random, onMoved }: { clock: Clock; random: () => number; onMoved: () => void },
): () => void {
  let cancel: (() => void) | null = null;
  const stop = link.listen(BROADCASTS_CHANNEL, {
    onState: () => {},
    onEvent(name, data) {
      const moved = broadcastsMovedSchema.safeParse(data);
      // What waits already will ask for what this one is about.
      if (name !== BROADCASTS_MOVED || !moved.success || cancel) return;
      cancel = clock.after(random() * moved.data.spreadMs, () => {
        cancel = null;
        onMoved();
      });
    },
  });
  return () => {
    stop();
    cancel?.();
    cancel = null;
  };
}
