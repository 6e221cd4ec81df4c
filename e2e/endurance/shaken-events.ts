import type { Connect } from '@/lib/client/link';

/** Shares of the events that reach a client otherwise than they were sent. */
export type Shaking = Readonly<{ dropped: number; doubled: number; delayed: number; delayMaxMs: number }>;

export type ShakenCounts = { events: number; dropped: number; doubled: number; delayed: number };

/**
 * A connection that loses, doubles and delays events, so that later ones overtake them: what no TCP line does, and
 * what a realtime service may.
 */
export function shaken(
  connect: Connect,
  { shaking, random, counts }: { shaking: () => Shaking | null; random: () => number; counts: ShakenCounts },
): Connect {
  return (settings) => {
    const link = connect(settings);
    return {
      ...link,
      listen: (channel, listener) =>
        link.listen(channel, {
          ...listener,
          onEvent(name, data) {
            const now = shaking();
            counts.events += 1;
            if (now === null) return listener.onEvent(name, data);
            const draw = random();
            if (draw < now.dropped) {
              counts.dropped += 1;
              return;
            }
            if (draw < now.dropped + now.delayed) {
              counts.delayed += 1;
              setTimeout(() => listener.onEvent(name, data), random() * now.delayMaxMs);
              return;
            }
            listener.onEvent(name, data);
            if (random() >= now.doubled) return;
            counts.doubled += 1;
            setTimeout(() => listener.onEvent(name, data), random() * now.delayMaxMs);
          },
        }),
    };
  };
}
