import { pendingActs } from '@/lib/inbox/overlay';
import type { Clock } from './clock';
import type { Hold } from './held-inbox';
import { mutationSchema } from './mutation-answer';
import type { Request } from './request';

/** Rows scroll by together: what is seen within this goes in one request. */
const COLLECT_MS = 300;
/** After a refusal; the row itself shows its old state meanwhile. */
const TELL_AGAIN_MS = 30_000;
/** As many as the server takes at once. */
const BATCH_MAX = 100;

/** Tells the server what was seen, in batches. Nobody waits for it: what fails is told again when it is seen again. */
export function createSeenBatch(deps: { request: Request; clock: Clock; hold: Hold }): {
  add(ids: readonly string[]): void;
  /** Sends what is collected now: the page is being left. */
  flush(): void;
} {
  const { hold, clock } = deps;
  const collected = new Set<string>();
  const told = new Set<string>();
  let cancel: (() => void) | null = null;
  let batches = 0;

  const isNew = (id: string) => {
    const item = hold.now().inbox.rows.get(id)?.item;
    return item !== undefined && item !== null && item.seenAt === null && !told.has(id);
  };

  function flush(): void {
    cancel?.();
    cancel = null;
    if (hold.now().signedOut) collected.clear();
    while (collected.size > 0) {
      const ids = [...collected].slice(0, BATCH_MAX);
      for (const id of ids) {
        collected.delete(id);
        told.add(id);
      }
      void tell(ids);
    }
  }

  async function tell(ids: readonly string[]): Promise<void> {
    batches += 1;
    const key = `seen-${batches}`;
    const { acts } = hold.now();
    const act = {
      key,
      at: new Date(clock.now()).toISOString(),
      until: null,
      kind: 'seen',
      ids: new Set(ids),
    } as const;
    hold.change({ acts: [...acts, act] });
    const answer = await deps.request('/api/inbox/viewing', {
      method: 'POST',
      body: { ids },
      schema: mutationSchema,
      keepalive: true,
    });
    const forget = () => {
      for (const id of ids) told.delete(id);
    };
    // What was refused is seen again a second later, and would be told again for as long as the server is ill.
    if (answer.ok) forget();
    else clock.after(TELL_AGAIN_MS, forget);
    if (answer.ok) {
      const { event } = answer.value;
      const until = { epoch: event.epoch, seq: event.seq };
      hold.change({ acts: hold.now().acts.map((one) => (one.key === key ? { ...one, until } : one)) });
      hold.answered(event);
    }
    // Reached or refused, it is laid over nothing any more.
    const { acts: now, inbox } = hold.now();
    hold.change({ acts: answer.ok ? pendingActs(now, inbox) : now.filter((one) => one.key !== key) });
    if (answer.ok) return;
    if (answer.problem.status === 401) hold.signOut();
    else hold.syncSoon();
  }

  return {
    add(ids) {
      for (const id of ids) if (isNew(id)) collected.add(id);
      if (collected.size > 0) cancel ??= clock.after(COLLECT_MS, flush);
    },
    flush,
  };
}
