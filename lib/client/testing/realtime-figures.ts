import type { EmbeddedFigures, RealtimeFigures } from '@/lib/realtime/realtime-figures';

/** Figures of a quiet embedded server, but for what a test says; `embedded: null` is another service. */
export function figuresOf({
  embedded,
  ...change
}: Partial<Omit<RealtimeFigures, 'embedded'>> & {
  embedded?: Partial<EmbeddedFigures> | null;
} = {}): RealtimeFigures {
  return {
    asOf: Date.parse('2026-11-03T12:04:31.000Z'),
    startedAt: Date.parse('2026-11-03T10:00:00.000Z'),
    service: null,
    published: { published: 0, failed: 0, lastFailure: null },
    relay: { waiting: 0, service: 'up', store: 'up' },
    eventStreams: 0,
    embedded:
      embedded === null
        ? null
        : {
            connections: 0,
            subscriptions: 0,
            channels: 0,
            connectionsOpened: 0,
            slowReadersCut: 0,
            upgradesRefused: 0,
            subscriptionsRefused: 0,
            messages: { lastSecond: 0, endedAt: 0, in: [], out: [] },
            busiest: [],
            closes: [],
            ...embedded,
          },
    ...change,
  };
}
