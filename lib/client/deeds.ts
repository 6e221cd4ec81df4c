import type { Act } from '@/lib/inbox/overlay';
import { parseCursor } from '@/lib/inbox/stream';
import { type Deed, type KeptAct, type Mark, markIn, markOf, rowsKept } from './kept-act';
import { mutationSchema } from './mutation-answer';
import type { MutationAnswer, What } from './overlays';
import { MARK_OF } from './refusals';
import type { Request } from './request';

/** How each action of a row is asked for. */
const MARKS: Readonly<Record<Mark, { noun: string; method: 'POST' | 'DELETE' }>> = {
  read: { noun: 'reading', method: 'POST' },
  unread: { noun: 'reading', method: 'DELETE' },
  archive: { noun: 'archiving', method: 'POST' },
  restore: { noun: 'archiving', method: 'DELETE' },
};

const CLICK = { noun: 'click', method: 'POST' } as const;

/**
 * Asks the server for it, under its key. With `keepalive`, which a browser allows up to 64 KiB of bodies at once:
 * these have a hundred bytes at most. `operation` is the undone operation's name as the server said it.
 */
export function askFor(
  { key, deed }: Pick<KeptAct, 'key' | 'deed'>,
  how: { request: Request; signal: AbortSignal; operation: string | null },
): Promise<MutationAnswer> {
  const { request, signal } = how;
  const shared = { schema: mutationSchema, keepalive: true, idempotencyKey: key, signal } as const;
  if (deed.kind === 'mark' || deed.kind === 'click') {
    const { id, did, editedAt } = markOf(deed);
    const { noun, method } = deed.kind === 'click' ? CLICK : MARKS[did];
    // Taking a mark away is about no text.
    const body = method === 'POST' && editedAt !== undefined ? { editedAt } : undefined;
    return request(`/api/notifications/${encodeURIComponent(id)}/${noun}`, { ...shared, method, body });
  }
  if (deed.kind === 'readAll') {
    const body = { through: deed.through, filter: deed.filter };
    return request('/api/inbox/reading', { ...shared, method: 'POST', body });
  }
  const name = encodeURIComponent(how.operation ?? deed.operation);
  return request(`/api/operations/${name}/undoing`, { ...shared, method: 'POST' });
}

/** What it lays over the server's rows until then; null: nothing, its bound is none. */
export function whatOf(deed: Deed): What<Act> | null {
  if (deed.kind === 'mark' || deed.kind === 'click') {
    const { id, did } = markOf(deed);
    return { kind: 'mark', id, as: MARK_OF[did] };
  }
  if (deed.kind === 'undo') return { kind: 'undo', rows: rowsKept(deed.rows) };
  const through = parseCursor(deed.through);
  return through && { kind: 'readAll', filter: deed.filter, through };
}

/** How many rows it changed, as far as the answer says. */
export function countIn(answer: MutationAnswer, deed: Deed): number | null {
  if (!answer.ok || markIn(deed)) return 1;
  const read = answer.value.event.changes?.filter(
    (change) => 'item' in change && change.item.readAt !== null,
  );
  return read === undefined || read.length === 0 ? null : read.length;
}
