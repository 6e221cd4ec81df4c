import { setTimeout as pause } from 'node:timers/promises';
import { syncAnswerSchema } from '@/lib/realtime/channels';
import { wrongWith } from './oracle';
import type { SimClient } from './sim-client';
import type { Truth } from './truth';

const RIGHT_WITHIN_MS = 30_000;

/** Waits until every client shows what the database holds; answers what is still wrong after half a minute. */
export async function settledAndRight(
  clients: readonly SimClient[],
  truth: Truth,
  withinMs = RIGHT_WITHIN_MS,
): Promise<readonly string[]> {
  const userIds = clients.map(({ person }) => person.id);
  const until = performance.now() + withinMs;
  for (;;) {
    const waiting = clients.filter(({ shown }) => shown().status !== 'live');
    if (waiting.length === 0 && truth.behindLog(userIds) === 0) {
      const wrong = clients.flatMap((client) => wrongWith(client, truth));
      if (wrong.length === 0 || performance.now() > until) return wrong;
    } else if (performance.now() > until) {
      return [
        `${waiting.length} of ${clients.length} clients are not live after ${withinMs} ms`,
        ...(await why(waiting)),
      ];
    }
    await pause(25);
  }
}

/** What the first of them say of themselves, and how the server answers them when it is asked outright. */
async function why(waiting: readonly SimClient[]): Promise<readonly string[]> {
  const told = waiting.slice(0, 3).map(async ({ person, shown, request, connectedAt }) => {
    const began = performance.now();
    const answer = await request('/api/inbox/sync', { schema: syncAnswerSchema });
    const how = answer.ok ? 'answered' : `${answer.problem.code} ${answer.problem.status}`;
    const { status, syncedAt } = shown();
    const ago = (at: number | null | undefined, now: number) =>
      at ? `${Math.round(now - at)} ms ago` : 'never';
    return (
      `${person.email} is ${status}, synced ${ago(syncedAt, Date.now())}, connected ${connectedAt.length} times, ` +
      `last ${ago(connectedAt.at(-1), performance.now())}; a sync now: ${how} in ${Math.round(performance.now() - began)} ms`
    );
  });
  return Promise.all(told);
}
