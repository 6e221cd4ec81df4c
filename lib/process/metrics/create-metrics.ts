import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Store } from '@/db/store';
import type { Metrics } from '@/lib/server/context';
import { countStore } from './count-store';
import { type Measured, measureNow } from './measure-now';

/** What the process counts, and the seams at which it counts. */
export type ProcessMetrics = Metrics &
  Readonly<{
    /** The same store; what people and programs do through it is counted. */
    countStore(store: Store): Store;
    /** From here on `text` also tells of these, as they are when it is asked. Once. */
    measure(parts: Measured): void;
  }>;

/**
 * The metrics of one process in a registry of its own, Node's included (event loop, memory, garbage collection). Labels
 * have few values by design: no ids, no addresses, nothing a person or a stranger chose.
 */
export function createMetrics(): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'belfry_http_requests_total',
    help: 'Answered HTTP requests: a folder of the API, page, asset, or unknown.',
    labelNames: ['route', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'belfry_http_request_duration_seconds',
    help: 'From reading a request to its answer; for pages and assets to its last byte.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  let embeddedText = () => '';

  return {
    requestDone({ route, status, seconds }) {
      requests.inc({ route, status });
      durations.observe({ route }, seconds);
    },
    countStore: (store) => countStore(store, registry),
    measure(parts) {
      measureNow(parts, registry);
      embeddedText = parts.embeddedText;
    },
    text: async () => embeddedText() + (await registry.metrics()),
  };
}
