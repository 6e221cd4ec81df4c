import Database from 'better-sqlite3';
import { vi } from 'vitest';

/** A database that is soon full, without a disk of its own. */
export type FewPages = Readonly<{
  /** Leaves room for what is small, as the reserve does on a full disk, and for nothing larger. */
  fill(): void;
  free(): void;
}>;

/** Less than the probe needs that looks whether there is room again. */
const PAGES_LEFT = 12;
/** SQLite's own bound. */
const PAGES_MAX = 4_294_967_294;

/**
 * Bounds the pages of the database that a store will open at this path: SQLite then refuses with the very code of
 * a full disk, at the same places. Call before it is opened; the bound is the connection's own.
 */
export function fewPages(file: string): FewPages {
  const pragma = vi.spyOn(Database.prototype, 'pragma');

  function client(): Database.Database {
    const found = pragma.mock.contexts.find((one): one is Database.Database => nameOf(one) === file);
    if (!found) throw new Error(`Nobody has opened ${file}.`);
    return found;
  }

  return {
    fill() {
      const pages = Number(client().pragma('page_count', { simple: true }));
      const unused = Number(client().pragma('freelist_count', { simple: true }));
      client().pragma(`max_page_count = ${pages + Math.max(0, PAGES_LEFT - unused)}`);
    },
    free: () => void client().pragma(`max_page_count = ${PAGES_MAX}`),
  };
}

function nameOf(one: unknown): string | null {
  return one instanceof Database ? one.name : null;
}
