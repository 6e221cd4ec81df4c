import type { BroadcastRows } from '@/db/sqlite/broadcasts/rows';
import type { Connection } from '@/db/sqlite/connection';
import type { GroupRows } from '@/db/sqlite/groups/group-rows';
import type { Audit, Downloaded } from '@/db/store-audit';
import type { AuditObject } from '@/lib/inbox/audit';
import type { AuditWriting } from './writing';

type Parts = { rows: BroadcastRows; groups: GroupRows; audit: AuditWriting };

/** Downloads are acts: what leaves the house is written down before its first byte. */
export function notingDownloads(
  { immediate }: Connection,
  { rows, groups, audit }: Parts,
): Pick<Audit, 'noteDownload'> {
  return {
    noteDownload: async ({ of, by, asked, now }) =>
      immediate(() => {
        const object = objectOf(of);
        audit.write(by, { action: `${of.kind}.export`, object, before: null, after: asked, now });
      }),
  };

  function objectOf(of: Downloaded): AuditObject {
    if (of.kind === 'audit') return { kind: 'audit', id: 'log', name: 'Audit log' };
    const { id, kind } = of;
    return { kind, id, name: kind === 'group' ? groups.get(id).name : rows.get(id).title };
  }
}
