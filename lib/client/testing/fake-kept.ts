import type { KeptAct } from '../kept-act';
import type { Kept, KeptActs } from '../kept-acts';
import type { TakeTurn } from '../tab-turn';

/** What one browser keeps for everybody who uses it, in memory and without IndexedDB's slowness. It can be broken. */
export function createFakeDisk() {
  let records: readonly Kept[] = [];
  const leases = new Map<string, { owner: string; until: number }>();
  const added: KeptAct[] = [];
  let places = 0;
  let isBroken = false;

  function open(viewerId: string, now: () => number = () => 0): KeptActs {
    const find = (key: string) =>
      records.find(({ act }) => act.key === key && act.viewerId === viewerId) ?? null;
    const replace = ({ place }: Kept, act: Kept['act'] | null) => {
      records = records.flatMap((one) => (one.place !== place ? one : act === null ? [] : { place, act }));
    };
    /** One transaction: nothing of another call comes between. */
    async function within<T>(work: () => T): Promise<T> {
      await Promise.resolve();
      if (isBroken) throw new Error('The disk is broken.');
      return work();
    }
    return {
      list: () => within(() => records.filter(({ act }) => act.viewerId === viewerId)),
      add: (act) =>
        within(() => {
          places += 1;
          records = [...records, { place: places, act }];
          added.push(act);
          return places;
        }),
      begin: (key) =>
        within(() => {
          const found = find(key);
          if (found === null || found.act.refused) return false;
          replace(found, { ...found.act, begun: true });
          return true;
        }),
      cancel: (key, undoKey) =>
        within(() => {
          const found = find(key);
          if (found === null || found.act.begun) return false;
          replace(found, null);
          const undo = find(undoKey);
          if (undo !== null) replace(undo, null);
          return true;
        }),
      refuse: (key) =>
        within(() => {
          const found = find(key);
          if (found !== null) replace(found, { ...found.act, refused: true });
        }),
      remove: (key) =>
        within(() => {
          const found = find(key);
          if (found !== null) replace(found, null);
        }),
      lease: (owner, until) =>
        within(() => {
          const held = leases.get(viewerId);
          if (held !== undefined && held.owner !== owner && held.until > now()) return false;
          leases.set(viewerId, { owner, until });
          return true;
        }),
      release: (owner) =>
        within(() => {
          if (leases.get(viewerId)?.owner === owner) leases.delete(viewerId);
        }),
    };
  }

  return {
    open,
    breaks: (): void => {
      isBroken = true;
    },
    /** Everything that is kept, whoever's it is, in its order. */
    kept: (): readonly KeptAct[] => records.map(({ act }) => act),
    /** Everything that ever was, in its order. */
    added: (): readonly KeptAct[] => added,
  };
}

export type FakeDisk = ReturnType<typeof createFakeDisk>;

type Waiting = Readonly<{ page: object; work: () => Promise<void>; end: () => void }>;

/** Turns as Web Locks give them: one after the other, and a page that is gone has none any more. */
export function createFakeTurns() {
  let queue: readonly Waiting[] = [];

  function next(): void {
    const [first] = queue;
    if (first === undefined) return;
    void first.work().finally(() => {
      if (queue[0] !== first) return;
      first.end();
      leave((one) => one === first);
    });
  }

  function leave(goes: (one: Waiting) => boolean): void {
    const before = queue[0];
    queue = queue.filter((one) => !goes(one));
    if (queue[0] !== before) next();
  }

  return {
    of(page: object): TakeTurn {
      return (work) =>
        new Promise((end) => {
          queue = [...queue, { page, work, end }];
          if (queue.length === 1) next();
        });
    },
    gone: (page: object): void => leave((one) => one.page === page),
    /** How many have or want it. */
    wanted: (): number => queue.length,
  };
}

export type FakeTurns = ReturnType<typeof createFakeTurns>;
