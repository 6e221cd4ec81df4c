import type { Act } from '@/lib/inbox/overlay';
import { parseCursor } from '@/lib/inbox/stream';
import { type Deed, type KeptAct, type Mark, rowsKept } from './kept-act';
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
  if (deed.kind === 'mark') {
    const { noun, method } = MARKS[deed.did];
    return request(`/api/notifications/${encodeURIComponent(deed.id)}/${noun}`, { ...shared, method });
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
  if (deed.kind === 'mark') return { kind: 'mark', id: deed.id, as: MARK_OF[deed.did] };
  if (deed.kind === 'undo') return { kind: 'undo', rows: rowsKept(deed.rows) };
  const through = parseCursor(deed.through);
  return through && { kind: 'readAll', filter: deed.filter, through };
}
