import * as z from 'zod/mini';
import type { InboxStore, InitialInbox } from '../inbox';
import { createInboxStore } from '../inbox-store';
import type { InboxStoreDeps } from '../inbox-store-deps';
import type { Connect } from '../link';
import { createFaults, type Faults } from './faults';
import { createTruthWatch, type TruthWatch } from './truth';
import { createWireLog, type WireLog } from './wire-log';

/** One of the two inboxes, with its own line and what is done to that. */
export type LabInbox = Readonly<{ name: string; store: InboxStore; faults: Faults; log: WireLog }>;

export type Lab = Readonly<{
  inboxes: readonly LabInbox[];
  truth: TruthWatch;
  /** So many new notifications to this very person; says why not, or null. */
  arrive(count: number): Promise<string | null>;
}>;

/**
 * Two live inboxes of one person, as two tabs would be that cannot talk to each other: the product's own store,
 * each with a connection of its own and faults between it and the server.
 */
export function createLab(
  initial: InitialInbox,
  deps: Omit<InboxStoreDeps, 'connect' | 'mirror'> & {
    /** A connection for one inbox alone, at each call. */
    connectApart: () => Connect;
  },
): Lab {
  const { connectApart, ...world } = deps;
  const truth = createTruthWatch(deps);

  function open(name: string): LabInbox {
    const log = createWireLog(deps.clock);
    const faults = createFaults({ clock: deps.clock, log });
    const connect = connectApart();
    const store = createInboxStore(initial, {
      ...world,
      request: faults.onRequest(log.onRequest(deps.request)),
      connect: (settings) => faults.onLink(connect(settings)),
      openStream: faults.onStream(deps.openStream),
    });
    return { name, store, faults, log };
  }

  return {
    inboxes: [open('A'), open('B')],
    truth,
    async arrive(count) {
      const body = { count };
      const answer = await deps.request('/api/dev/arrivals', { method: 'POST', body, schema: z.object({}) });
      void truth.look();
      return answer.ok ? null : answer.problem.detail;
    },
  };
}
