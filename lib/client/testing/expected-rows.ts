import type { Notification } from '@/lib/inbox/notification';
import { parseCursor } from '@/lib/inbox/stream';
import { type KeptAct, markOf } from '../kept-act';

type Field = 'read' | 'archived';
/** One thing that acts change: which act did so last, and what was there before it. */
type Held = Readonly<{ is: boolean; by: string | null; before: Held | null }>;
type Row = Record<Field, Held>;
export type Shown = Readonly<{ id: string; read: boolean; archived: boolean }>;

/**
 * What rows that came unread and into the inbox look like after these acts, each done once and in their order. An
 * undoing puts back what its act changed, where nothing has changed it since.
 */
export function expectedRows(
  log: readonly KeptAct[],
  all: readonly Notification[],
): ReadonlyMap<string, Shown> {
  const rows = new Map(all.map(({ id }): [string, Row] => [id, untouched()]));

  function put(id: string, by: string, change: Readonly<{ field: Field; is: boolean }>): void {
    const row = rows.get(id);
    const before = row?.[change.field];
    if (row && before && before.is !== change.is) row[change.field] = { is: change.is, by, before };
  }

  for (const { key, deed } of log) {
    if (deed.kind === 'readAll') {
      const through = parseCursor(deed.through)?.seq ?? 0;
      for (const { id, sortSeq } of all) {
        const isMeant = sortSeq <= through && rows.get(id)?.archived.is === false;
        if (isMeant) put(id, key, { field: 'read', is: true });
      }
    } else if (deed.kind === 'mark' || deed.kind === 'click') {
      const { id, did } = markOf(deed);
      const field = did === 'read' || did === 'unread' ? 'read' : 'archived';
      put(id, key, { field, is: did === 'read' || did === 'archive' });
    } else {
      for (const row of rows.values()) {
        for (const field of ['read', 'archived'] as const) {
          const { by, before } = row[field];
          if (by === deed.operation && before) row[field] = before;
        }
      }
    }
  }
  return new Map(
    [...rows].map(([id, { read, archived }]) => [id, { id, read: read.is, archived: archived.is }]),
  );
}

const UNTOUCHED: Held = { is: false, by: null, before: null };
const untouched = (): Row => ({ read: UNTOUCHED, archived: UNTOUCHED });
