import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { join } from '@/db/contract/given';
import { connect } from '@/db/sqlite/connection';
import { assemble } from '@/db/sqlite/open-store';
import { TEST_MIGRATIONS } from '@/db/sqlite/open-test-store';
import { applyPragmas } from '@/db/sqlite/pragmas';
import { beginRun } from '@/db/sqlite/runs';
import type { Store } from '@/db/store';

/** A store in memory that can be stopped without a farewell, copied at any moment and put back. */
export type MovableDatabase = Readonly<{
  store: () => Store;
  epoch: () => string;
  /** Another run begins, with what is committed. */
  restart: () => Promise<void>;
  /** Answers how to put this moment back; another run begins by it. */
  copy: () => () => Promise<void>;
  close: () => Promise<void>;
}>;

export const SENDER = 'ada';

/** Each opening is a real one: a database from the bytes of the last one, and every statement prepared anew. Slow. */
export async function openedAnew(image: Buffer, personId: string): Promise<MovableDatabase> {
  let { client, store } = open(image);
  await join(store, personId);
  async function become(bytes: Buffer): Promise<void> {
    await store.close();
    ({ client, store } = open(bytes));
  }
  return {
    store: () => store,
    epoch: () => store.epoch,
    restart: () => become(client.serialize()),
    copy() {
      const bytes = client.serialize();
      return () => become(bytes);
    },
    close: () => store.close(),
  };
}

/**
 * The same for thousands of runs, each with a person of its own: the connection and its statements stay, the run of the
 * database begins anew, and a copy is of the rows that belong to that person or to nobody. That both behave alike is
 * what the slow one is for.
 */
export function keptOpen(image: Buffer): Readonly<{
  with: (personId: string) => Promise<MovableDatabase>;
  close: () => Promise<void>;
}> {
  const client = new Database(image);
  applyPragmas(client);
  const connection = connect(client);
  const run = { ...beginRun(connection, 0) };
  const store = assemble(connection, { randomId, run });
  const restart = async () => void Object.assign(run, beginRun(connection, 0));

  function copyOf(personId: string, copy: number): () => Promise<void> {
    const nameOf = (table: string) => `temp.copy_${copy}_${table}`;
    for (const [table, part] of PARTS) {
      client.prepare(`create table ${nameOf(table)} as select * from ${table} ${part}`).run({ personId });
    }
    return async () => {
      client.transaction(() => {
        client.pragma('defer_foreign_keys = on');
        for (const [table, part] of [...PARTS].reverse()) {
          client.prepare(`delete from ${table} ${part}`).run({ personId });
        }
        for (const [table] of PARTS) client.exec(`insert into ${table} select * from ${nameOf(table)}`);
      })();
      await restart();
    };
  }

  return {
    async with(personId) {
      await join(store, personId);
      let copies = 0;
      return {
        store: () => store,
        epoch: () => run.epoch,
        restart,
        copy: () => copyOf(personId, ++copies),
        async close() {
          for (; copies > 0; copies -= 1) {
            for (const [table] of PARTS) client.exec(`drop table temp.copy_${copies}_${table}`);
          }
        },
      };
    },
    close: () => store.close(),
  };
}

/** What a restored file would have in place of what is there, for one person. Parents first. */
const MINE = 'where user_id = :personId';
const PARTS: readonly (readonly [table: string, part: string])[] = [
  ['sqlite_sequence', "where name <> '' or :personId is null"],
  ['runs', 'where :personId is not null'],
  ['broadcasts', 'where :personId is not null'],
  ['broadcast_log', 'where :personId is not null'],
  ['streams', MINE],
  ['stream_runs', MINE],
  ['notifications', MINE],
  ['operations', MINE],
  ['idempotency_keys', "where principal = 'user:' || :personId"],
  ['operation_changes', `where operation_id in (select id from operations ${MINE})`],
];

function open(image: Buffer) {
  const client = new Database(image);
  applyPragmas(client);
  return { client, store: assemble(connect(client), { randomId }) };
}

let made = 0;
/** Never the same again, also not in a copy. */
const randomId = () => `of-broadcast-${++made}`;

/** A migrated database with one person, who sends broadcasts. */
export async function migratedImage(): Promise<Buffer> {
  const client = new Database(':memory:');
  applyPragmas(client);
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const store = assemble(connection, { randomId });
  await join(store, SENDER, 'admin');
  const image = client.serialize();
  await store.close();
  return image;
}
