import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Pausing } from '@/db/sqlite/broadcasts/pausing';
import type { Connection } from '@/db/sqlite/connection';
import type { Streams } from '@/db/sqlite/inboxes/streams';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { LongReads } from '@/db/sqlite/long-reads';
import type { Accounts } from '@/db/store';
import type { People } from '@/db/store-people';
import { acceptInvitation } from './accept-invitation';
import { changeUser } from './change-user';
import { endSessions } from './end-sessions';
import { ending as endingSessions } from './ending';
import { invitationRows } from './invitation-rows';
import { invitations } from './invitations';
import { joining as joiningPeople } from './joining';
import { listPeople } from './list-people';
import { people as accountsPeople } from './people';
import { resolveRecipients } from './resolve-recipients';
import { revokingLinks } from './revoking-links';
import { sessions } from './sessions';
import type { Settling } from './settling';
import { users } from './users';

type Parts = {
  streams: Streams;
  settling: Settling;
  pausing: Pausing;
  answers: KeptAnswers;
  audit: AuditWriting;
  longReads: LongReads;
};

/** Who is here, what they are, and with what they are signed in. */
export function accounts(connection: Connection, parts: Parts): Accounts & People {
  const { streams, settling, pausing, answers, audit, longReads } = parts;
  const joining = joiningPeople(connection, { streams });
  const ending = endingSessions(connection);
  const people = accountsPeople(connection);
  const rows = invitationRows(connection);
  const links = revokingLinks(connection);
  return {
    ...users(connection, { joining, audit }),
    ...changeUser(connection, { settling, ending, links, pausing, audit }),
    ...resolveRecipients(connection),
    ...sessions(connection),
    ...listPeople(connection, { longReads }),
    ...endSessions(connection, { people, ending, audit }),
    ...invitations(connection, { rows, links, joining, people, answers, audit }),
    ...acceptInvitation(connection, { rows, joining, ending, audit }),
  };
}
