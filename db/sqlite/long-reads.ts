import type { SQL } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import type { Connection } from './connection';

/** A query of Drizzle's builder without placeholders, or anything else that says its SQL. Its columns come back by the names they have in it. */
export type LongQuery = Readonly<{ toSQL(): { sql: string; params: unknown[] } }>;
export type LongRow = Readonly<Record<string, unknown>>;

/**
 * Reads that may take long: everything that grows with the number of people or rows and is no page of one inbox.
 */
export type LongReads = Readonly<{
  /** The queries of one call see one state of the database. */
  run(queries: readonly LongQuery[]): Promise<readonly (readonly LongRow[])[]>;
}>;

/** Reads on the main connection: of a database in memory, which no other thread can see. */
export function longReads({ client, snapshot }: Connection): LongReads {
  return {
    async run(queries) {
      const statements = queries.map((query) => query.toSQL());
      return snapshot(() =>
        statements.map(({ sql, params }) => client.prepare<unknown[], LongRow>(sql).all(...params)),
      );
    },
  };
}

const dialect = new SQLiteSyncDialect();

/** SQL that no builder made. */
export function asQuery(sql: SQL): LongQuery {
  return { toSQL: () => dialect.sqlToQuery(sql) };
}

/** A number out of an answer, by its column's name. */
export function numberIn(rows: readonly LongRow[] | undefined, name: string): number {
  const value = rows?.[0]?.[name];
  if (typeof value !== 'number') throw new Error(`A query was to answer one number, ${name}.`);
  return value;
}
