import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** Whether a text holds another, whatever the case of its ASCII letters. What SQLite would take for a wildcard is a letter. */
export function holds(column: SQLWrapper, text: string): SQL {
  return sql`${column} like ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`;
}
