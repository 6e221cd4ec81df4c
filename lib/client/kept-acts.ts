import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from 'idb';
import { type KeptAct, keptActSchema } from './kept-act';

/** An act with its place in the order in which they were done, in whichever tab. */
export type Kept = Readonly<{ place: number; act: KeptAct }>;

/**
 * One person's acts that the server has not answered yet, kept in this browser for every tab and for after a reload.
 * Each call is one transaction: two tabs never both drop and begin the same act. All of them reject where the browser
 * keeps nothing (a private window, a full disk); `add` also when there are too many.
 */
export type KeptActs = Readonly<{
  list(): Promise<readonly Kept[]>;
  /** Answers its place. */
  add(act: KeptAct): Promise<number>;
  /** It is about to be asked for. False: it is not there any more. */
  begin(key: string): Promise<boolean>;
  /** Takes out an act that was never asked for, together with its undoing. False: it was, and both stay. */
  cancel(key: string, undoKey: string): Promise<boolean>;
  /** The server said no: it stays, to say so. */
  refuse(key: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Takes the right to send until then, for browsers without Web Locks. False: another tab has it. */
  lease(owner: string, until: number): Promise<boolean>;
  release(owner: string): Promise<void>;
}>;

/** More than a person does in a day without a line; a page that could never send must not fill the disk. */
export const KEPT_MAX = 500;
/** What was kept longer ago than this is of a browser that its person has left. */
const KEPT_FOR_MS = 30 * 86_400_000;
const VERSION = 1;

type Record = KeptAct & { place?: number };
interface Schema extends DBSchema {
  acts: { key: number; value: Record; indexes: { key: string; viewerId: string } };
  leases: { key: string; value: { viewerId: string; owner: string; until: number } };
}
type Acts = IDBPObjectStore<Schema, ('acts' | 'leases')[], 'acts', 'readwrite'>;

/** Kept with IndexedDB, under the person's id: on a shared computer nobody's acts are sent as somebody else's. */
export function openKeptActs(viewerId: string, now: () => number = Date.now): KeptActs {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;

  function open(): Promise<IDBPDatabase<Schema>> {
    opened ??= connect();
    opened.catch(() => {
      // Perhaps next time: a disk may have room again.
      opened = null;
    });
    return opened;
  }

  async function connect(): Promise<IDBPDatabase<Schema>> {
    const db = await openDB<Schema>('belfry', VERSION, {
      upgrade(made) {
        const acts = made.createObjectStore('acts', { keyPath: 'place', autoIncrement: true });
        acts.createIndex('key', 'key', { unique: true });
        acts.createIndex('viewerId', 'viewerId');
        made.createObjectStore('leases', { keyPath: 'viewerId' });
      },
      // A newer version of the page waits for this one to let go.
      blocking() {
        db.close();
        opened = null;
      },
      terminated() {
        opened = null;
      },
    });
    return db;
  }

  async function within<T>(work: (acts: Acts) => Promise<T>): Promise<T> {
    const transaction = (await open()).transaction(['acts', 'leases'], 'readwrite');
    // Awaited after the work, and its failure is the work's; without a listener it would be told as unhandled.
    const done = transaction.done;
    done.catch(() => {});
    const result = await work(transaction.objectStore('acts'));
    await done;
    return result;
  }

  const find = async (acts: Acts, key: string): Promise<Record | undefined> => {
    const found = await acts.index('key').get(key);
    return found?.viewerId === viewerId ? found : undefined;
  };
  const placeOf = ({ place }: Record): number => place ?? 0;

  return {
    list: () =>
      within(async (acts) => {
        const all = await acts.index('viewerId').getAll(viewerId);
        const old = new Date(now() - KEPT_FOR_MS).toISOString();
        for (const one of all) if (one.at < old) await acts.delete(placeOf(one));
        return all.flatMap((one) => {
          // What another version of the page wrote is left for that version.
          const parsed = keptActSchema.safeParse(one);
          return parsed.success && one.at >= old ? [{ place: placeOf(one), act: parsed.data }] : [];
        });
      }),
    add: (act) =>
      within(async (acts) => {
        const count = await acts.index('viewerId').count(viewerId);
        if (count >= KEPT_MAX) throw new Error(`More than ${KEPT_MAX} acts wait to be sent.`);
        return acts.add({ ...act });
      }),
    begin: (key) =>
      within(async (acts) => {
        const found = await find(acts, key);
        if (found === undefined || found.refused) return false;
        await acts.put({ ...found, begun: true });
        return true;
      }),
    cancel: (key, undoKey) =>
      within(async (acts) => {
        const found = await find(acts, key);
        if (found === undefined || found.begun) return false;
        await acts.delete(placeOf(found));
        const undo = await find(acts, undoKey);
        if (undo !== undefined) await acts.delete(placeOf(undo));
        return true;
      }),
    refuse: (key) =>
      within(async (acts) => {
        const found = await find(acts, key);
        if (found !== undefined) await acts.put({ ...found, refused: true });
      }),
    remove: (key) =>
      within(async (acts) => {
        const found = await find(acts, key);
        if (found !== undefined) await acts.delete(placeOf(found));
      }),
    lease: (owner, until) =>
      within(async (acts) => {
        const leases = acts.transaction.objectStore('leases');
        const held = await leases.get(viewerId);
        if (held !== undefined && held.owner !== owner && held.until > now()) return false;
        await leases.put({ viewerId, owner, until });
        return true;
      }),
    release: (owner) =>
      within(async (acts) => {
        const leases = acts.transaction.objectStore('leases');
        if ((await leases.get(viewerId))?.owner === owner) await leases.delete(viewerId);
      }),
  };
}
