import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Acknowledged, Load } from './load';
import type { SimClient } from './sim-client';
import { openTruth } from './truth';

/** A copy of a house's database, taken while its server ran, and what was acknowledged until then. */
export type OldCopy = Readonly<{
  /** In place of what is there, as docs/operations.md says. The server must not run, and nobody have the file open. */
  putBack(): void;
}>;

/** Everything that was begun must be acknowledged: else the copy may hold more than is known of it. */
export function takeCopy(folder: string, load: Load): OldCopy {
  const copy = join(folder, 'copy.db');
  rmSync(copy, { force: true });
  const client = new Database(join(folder, 'belfry.db'), { readonly: true });
  client.prepare('VACUUM INTO ?').run(copy);
  client.close();
  const then: Acknowledged = load.acknowledged();
  return {
    putBack() {
      for (const rest of ['-wal', '-shm']) rmSync(join(folder, `belfry.db${rest}`), { force: true });
      cpSync(copy, join(folder, 'belfry.db'));
      load.goesBackTo(then);
    },
  };
}

/** Who has seen more than the database holds now that nobody runs, with the generation of what they show. */
export function aheadOf(folder: string, clients: readonly SimClient[]): ReadonlyMap<SimClient, number> {
  const truth = openTruth(folder);
  const ahead = clients.filter(
    ({ person, shown }) => seqOf(shown().views.inbox.through) > truth.inbox(person.id).head,
  );
  truth.close();
  return new Map(ahead.map((client) => [client, client.shown().views.inbox.generation]));
}

/** Who of them goes on with what they had seen, as if there were no end to it. */
export function neverReset(ahead: ReadonlyMap<SimClient, number>): readonly string[] {
  return [...ahead]
    .filter(([{ shown }, generation]) => shown().views.inbox.generation <= generation)
    .map(([{ person }]) => `${person.email} was not reset, and had seen what the old database does not hold`);
}

/** `epoch.seq` */
function seqOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf('.') + 1));
}
