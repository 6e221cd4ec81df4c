import Database from 'better-sqlite3';
import { openSqliteStore } from '@/db/sqlite/open-store';

/** Makes a database of so many people, each with an inbox that has a few notifications' worth of history in its stream. */
export async function buildHouse(given: {
  file: string;
  migrationsFolder: string;
  users: number;
}): Promise<void> {
  const { file, migrationsFolder, users } = given;
  await (await openSqliteStore({ file, migrationsFolder })).close();
  const client = new Database(file);
  client.pragma('synchronous = OFF');
  client.function('named', (n: number) => `u${n}`);
  const numbers = `with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${users})`;
  client.transaction(() => {
    client.exec(`${numbers} insert into users (id, email, name, role, password_hash, created_at)
      select named(i), named(i) || '@belfry.test', 'Person ' || i, case when i = 0 then 'admin' else 'member' end, 'none', 1 from n`);
    client.exec(`${numbers} insert into streams (user_id, broadcast_cursor) select named(i), 0 from n`);
    client.exec(
      "insert into groups (id, key, name, created_by, created_at) values ('third', 'third', 'A third', 'u0', 1)",
    );
    client.exec(
      `${numbers} insert into group_members (group_id, user_id, since) select 'third', named(i), 1 from n where i % 3 = 1`,
    );
  })();
  client.pragma('wal_checkpoint(TRUNCATE)');
  client.close();
}
