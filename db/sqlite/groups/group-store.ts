import type { Settling } from '@/db/sqlite/accounts/settling';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import type { GoOn } from '@/db/sqlite/going-on';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { LongReads } from '@/db/sqlite/long-reads';
import type { Replay } from '@/db/sqlite/replay';
import type { Groups } from '@/db/store-groups';
import { deleting } from './deleting';
import { groupRows } from './group-rows';
import { groups } from './groups';
import { members } from './members';
import { membership } from './membership';
import { muting } from './muting';

type Parts = {
  settling: Settling;
  replay: Replay;
  answers: KeptAnswers;
  audit: AuditWriting;
  longReads: LongReads;
};

/** Everything of the store that is about groups and switched-off categories. */
export function groupStore(connection: Connection, parts: Parts): { store: Groups; letGoOn: GoOn } {
  const { settling, replay, answers, audit, longReads } = parts;
  const rows = groupRows(connection);
  const ending = deleting(connection, { rows, audit, settling, longReads });
  const store = {
    ...groups(connection, { rows, answers, audit }),
    ...members(connection, { rows, longReads }),
    ...membership(connection, { rows, settling, audit }),
    deleteGroup: ending.deleteGroup,
    ...muting(connection, { replay, longReads }),
  };
  return { store, letGoOn: ending.letGoOn };
}
