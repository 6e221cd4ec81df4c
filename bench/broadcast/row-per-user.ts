import Database from 'better-sqlite3';

const INSERT = `insert into notifications (id, user_id, seq, sort_seq, broadcast_id, broadcast_entry, title, body, url,
  category, severity, format, created_at, delivered_at)`;
const ROW = `'A title as people write them', :body, '/inbox', 'general', 'info', 'plain', 1, 1`;

export type RowPerUser = Readonly<{ what: string; rows: number; ms: number }>;

/** The same job as one row for each person, in the same tables and indexes, with the same promise to the disk. */
export function rowPerUser(file: string, users: number): readonly RowPerUser[] {
  const client = new Database(file);
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  const body = 'x'.repeat(120);
  const broadcast = client.prepare(
    `insert into broadcasts (id, state, audience, version, title, category, severity, created_by, created_at)
      values (:id, 'sent', '{"kind":"everyone"}', 1, 't', 'general', 'info', 'u0', 1)`,
  );
  for (const id of ['selected', 'looped']) broadcast.run({ id });
  const heads = client.prepare('update streams set head = head + 1');

  const selected = timed(() => {
    client.transaction(() => {
      heads.run();
      client
        .prepare(
          `${INSERT} select 'selected-' || user_id, user_id, head, head, 'selected', 1, ${ROW} from streams`,
        )
        .run({ body });
    })();
  });
  const recalled = timed(() => {
    client.transaction(() => {
      heads.run();
      client
        .prepare(
          `update notifications set title = '', body = null, url = null, removed_at = 2, seq = seq + 1
            where broadcast_id = 'selected'`,
        )
        .run();
    })();
  });
  const looped = Math.min(users, 100_000);
  const loop = timed(() => insertOneByOne(client, looped, body));
  client.close();
  return [
    { what: 'send: INSERT … SELECT, one transaction', rows: users, ms: selected },
    { what: 'send: a prepared statement for each, transactions of 1,000', rows: looped, ms: loop },
    { what: 'recall: one UPDATE', rows: users, ms: recalled },
  ];
}

function insertOneByOne(client: Database.Database, rows: number, body: string): void {
  const head = client
    .prepare<[string], number>('update streams set head = head + 1 where user_id = ? returning head')
    .pluck();
  const insert = client.prepare(
    `${INSERT} values ('looped-' || :userId, :userId, :seq, :seq, 'looped', 2, ${ROW})`,
  );
  const chunk = client.transaction((first: number, end: number) => {
    for (let user = first; user < end; user += 1) {
      const userId = `u${user}`;
      insert.run({ userId, seq: head.get(userId), body });
    }
  });
  for (let first = 0; first < rows; first += 1_000) chunk(first, Math.min(rows, first + 1_000));
}

function timed(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
