import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { v7 } from 'uuid';

import type { Store, StoreListener } from '@/db/store';
import type { StoreNews } from '@/db/store-health';
import { faultPoint } from '@/lib/fault-kit/point';

import { accounts } from './accounts/accounts';
import { apiKeys } from './accounts/api-keys';
import { earlierStandings } from './accounts/earlier-standings';
import { nameRecipients } from './accounts/name-recipients';
import { settling as accountsSettling } from './accounts/settling';
import { auditChecking } from './audit/checking';
import { notingDownloads } from './audit/noting-downloads';
import { auditReading } from './audit/reading';
import { terminalSessions } from './audit/terminal-sessions';
import { auditWriting } from './audit/writing';
import { broadcastActs } from './broadcasts/acts';
import { audienceSize } from './broadcasts/audience-size';
import { counting } from './broadcasts/counting';
import { describing } from './broadcasts/describing';
import { drafts } from './broadcasts/drafts';
import { countFigures } from './broadcasts/figures';
import { following } from './broadcasts/follow/following';
import { manyFigures } from './broadcasts/follow/many-figures';
import { frozenPeople } from './broadcasts/frozen-people';
import { going } from './broadcasts/going';
import { holding } from './broadcasts/holding';
import { log as broadcastLog } from './broadcasts/log';
import { pausing as broadcastPausing } from './broadcasts/pausing';
import { redrafting } from './broadcasts/redrafting';
import { releasing } from './broadcasts/releasing';
import { replaying } from './broadcasts/replaying';
import { revising } from './broadcasts/revising';
import { broadcastRows } from './broadcasts/rows';
import { sending } from './broadcasts/sending';
import { sendingLimit } from './broadcasts/sending-limit';
import { targets as broadcastTargets } from './broadcasts/targets';
import { type Connection, connect } from './connection';
import { lockFile } from './file-lock';
import { goingOn } from './going-on';
import { groupRows } from './groups/group-rows';
import { groupStore } from './groups/group-store';
import { append } from './inboxes/append';
import { changes as inboxChanges } from './inboxes/changes';
import { click } from './inboxes/click';
import { door as inboxDoor } from './inboxes/door';
import { lineage as inboxLineage } from './inboxes/lineage';
import { mark } from './inboxes/mark';
import { operations as inboxOperations } from './inboxes/operations';
import { readAll } from './inboxes/read-all';
import { reads } from './inboxes/reads';
import { streams as inboxStreams } from './inboxes/streams';
import { undo } from './inboxes/undo';
import { undoables } from './inboxes/undoables';
import { view } from './inboxes/view';
import { views as inboxViews } from './inboxes/views';
import { keepFile } from './keep-file';
import { keptAnswers } from './kept-answers';
import { beginLinks } from './log-link';
import { type LongReads, longReads as readHere } from './long-reads';
import { outbox } from './outbox';
import { applyPragmas, neverWait } from './pragmas';
import { purgesByAge } from './purges/by-age';
import { purgeOperations } from './purges/operations';
import { purging } from './purges/purging';
import { purgeTombstones } from './purges/tombstones';
import { readThread } from './read-thread';
import { toOpeningRefusal } from './refusal';
import { refuseForeignLog } from './refuse-foreign-log';
import { replay as inboxReplay } from './replay';
import { openReserve } from './reserve';
import { beginRun, type Run } from './runs';
import { type Keeping, NOTHING_KEPT, upkeep } from './upkeep';

export type SqliteOptions = Readonly<{
  /** A path, or `:memory:`. The folder must exist. */
  file: string;
  migrationsFolder: string;
  onMoved?: StoreListener;
  /** Ids of the notifications that broadcasts make; time-ordered uuids unless given. */
  randomId?: () => string;
  /** Hears of trouble with the file, and of its end. Nothing of it reaches anybody otherwise, except through `health`. */
  tell?: (news: StoreNews) => void;
}>;

/** Nobody is connected yet, so waiting for another process within SQLite harms nobody; afterwards it never does. */
const OPENING_WAITS_MS = 5_000;

/**
 * The store on one SQLite file, migrated and owned by this process until `close`. Throws `unavailable` when
 * another process has the file, the log beside it is another file's or it is damaged, and a plain sentence when
 * SQLite did not take a setting.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { file, migrationsFolder, onMoved, randomId = v7, tell = () => {} } = options;
  const isFile = file !== ':memory:';
  const release = isFile ? lockFile(file) : () => {};
  const opened: { client?: Database.Database } = {};
  try {
    if (isFile) refuseForeignLog(file, tell);
    const reserve = isFile ? openReserve(file) : null;
    // Opening writes too. Whoever starts on a full disk can at least be read, and signed in to.
    if (reserve && !reserve.hasRoom()) reserve.giveUpAll();
    const client = new Database(file, { timeout: OPENING_WAITS_MS });
    opened.client = client;
    applyPragmas(client);
    if (isFile) beginLinks(client);
    const kept = reserve && keepFile({ client, file, reserve, tell });
    const connection = connect(client, onMoved, kept?.surroundings);
    migrate(drizzle(client, { logger: { logQuery: () => faultPoint('during-migration') } }), {
      migrationsFolder,
    });
    const reading = isFile ? readThread(file) : undefined;
    const beside = { ...NOTHING_KEPT, ...kept?.keeping };
    const stop = async () => {
      await Promise.all([reading?.stop(), beside.stop()]);
    };
    const keeping = { ...beside, stop, release };
    const store = assemble(connection, { randomId, keeping, longReads: reading });
    kept?.begin(connection);
    neverWait(client);
    return store;
  } catch (error) {
    opened.client?.close();
    release();
    throw toOpeningRefusal(error, file);
  }
}

/** Prepares every statement once and puts the parts of the store together, in a new run of the database unless one is given. */
export function assemble(
  connection: Connection,
  given: { randomId: () => string; keeping?: Keeping; run?: Run; longReads?: LongReads },
): Store {
  const { randomId, keeping = NOTHING_KEPT, run = beginRun(connection, Date.now()) } = given;
  const { longReads = readHere(connection) } = given;
  const lineage = inboxLineage(connection, run);
  const streams = inboxStreams(connection, { lineage });
  const views = inboxViews(connection);
  const changes = inboxChanges(connection, { views, run });
  const log = broadcastLog(connection);
  const frozen = frozenPeople(connection);
  const earlier = earlierStandings(connection);
  const replay = inboxReplay(connection, { streams, log, frozen, earlier, randomId });
  const settling = accountsSettling(connection, { replay, earlier });
  const door = inboxDoor(connection, { streams, replay, changes });
  const answers = keptAnswers(connection);
  const operations = inboxOperations(connection, { answers });
  const rows = broadcastRows(connection);
  const figures = countFigures(connection);
  const figuresApart = manyFigures(connection, longReads);
  const size = audienceSize(connection);
  const counts = counting(connection, { size, longReads });
  const targets = broadcastTargets(connection, { size, counting: counts, frozen, longReads });
  const audit = auditWriting(connection);
  const acts = broadcastActs(audit);
  const pausing = broadcastPausing(connection, { rows, acts });
  const go = going({ rows, log });
  const groups = groupStore(connection, { settling, replay, answers, audit, longReads });
  const limit = sendingLimit(connection);

  return {
    ...accounts(connection, { streams, settling, pausing, answers, audit, longReads }),
    ...nameRecipients(connection),
    ...apiKeys(connection, { answers, audit }),
    ...auditReading(connection, { longReads }),
    ...auditChecking(connection, { audit }),
    ...notingDownloads(connection, { rows, groups: groupRows(connection), audit }),
    ...terminalSessions(connection, { audit, longReads }),
    ...reads({ door, views, changes, lineage, run }),
    ...append(connection, { streams, replay, answers, audit }),
    ...mark(connection, { door, streams, operations }),
    ...click(connection, { door, streams, operations }),
    ...readAll(connection, { door, streams, operations, lineage }),
    ...view(connection, { door, streams }),
    ...undo(connection, { door, streams, operations }),
    ...undoables(connection),
    ...outbox(connection, { streams, changes }),
    ...drafts(connection, { rows, figures, figuresApart, acts, answers }),
    countAudience: counts.countAudience,
    countAmong: counts.countAmong,
    ...describing(connection, { longReads }),
    ...sending(connection, { rows, figures, targets, frozen, go, limit, acts, answers }),
    ...releasing(connection, { rows, log, targets, go, acts }),
    ...holding(connection, { rows, frozen, pausing, acts }),
    ...redrafting(connection, { rows, frozen, acts }),
    ...revising(connection, { rows, log, limit, acts, answers }),
    ...following(connection, { rows, longReads }),
    ...replaying(connection, { replay, streams }),
    ...groups.store,
    findAnswer: async (once) => connection.snapshot(() => answers.find(once)),
    ...purging(connection, [
      purgeTombstones(connection),
      purgeOperations(connection),
      ...purgesByAge(connection),
    ]),
    ...goingOn(connection, [settling.goOn, groups.letGoOn]),
    ...upkeep(connection, { epoch: run.epoch, keeping }),
  };
}
