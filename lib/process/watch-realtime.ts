import type { PublishedCounts } from '@/lib/realtime/counted-publisher';
import { createMeter, runMeter } from '@/lib/realtime/meter';
import type { RelayHealth } from '@/lib/realtime/relay';
import type { WatchedRealtime, WatchedServer } from '@/lib/realtime/watched-realtime';

/**
 * Puts together what administrators can be told of realtime. The meter runs between `start` and `stop`, and only
 * where there is a server to look at.
 */
export function watchRealtime(parts: {
  server: WatchedServer | null;
  published: () => PublishedCounts;
  relay: () => RelayHealth;
  now: () => number;
}): { watched: WatchedRealtime; start(): void; stop(): void } {
  const { server, published, relay, now } = parts;
  // A clock that never jumps: a corrected time of day must not look like a minute of silence.
  const meter = server && createMeter({ read: () => server.stats(), now: () => performance.now() });
  let stopMeter = () => {};
  return {
    watched: { startedAt: now(), published, relay, embedded: server && meter && { server, meter } },
    start() {
      if (meter) stopMeter = runMeter(meter);
    },
    stop: () => stopMeter(),
  };
}
