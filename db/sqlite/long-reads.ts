import type { Connection } from './connection';

/** A query of Drizzle's builder, or anything else that says its SQL. Its columns come back by the names they have in it. */
export type LongQuery = Readonly<{ toSQL(): { sql: string; params: unknown[] } }>;
export type LongRow = Readonly<Record<string, unknown>>;
export type LongReads = ReturnType<typeof longReads>;

/**
 * Reads that may take long: everything that grows with the number of people or rows and is no page of one inbox.
 * The queries of one call see one state of the database.
 */
export function longReads({ client, snapshot }: Connection) {
  return {
    async run(queries: readonly LongQuery[]): Promise<readonly (readonly LongRow[])[]> {
      const statements = queries.map((query) => query.toSQL());
      return snapshot(() =>
        statements.map(({ sql, params }) => client.prepare<unknown[], LongRow>(sql).all(...params)),
      );
    },
  };
}
