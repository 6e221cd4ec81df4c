import type { InboxEvent } from '@/lib/inbox/stream';
import type { ModelInbox } from '@/lib/inbox/testing/model-inbox';

type Mutation = Readonly<{ operation: string | null; event: InboxEvent }>;
type Known = {
  readonly request: string;
  readonly did: string;
  readonly row: string | null;
  /** What the model calls it; null: it changed nothing. */
  readonly name: string | null;
  readonly count: number;
  undone: boolean;
};

const DID: Readonly<Record<string, string>> = {
  'POST reading': 'read',
  'DELETE reading': 'unread',
  'POST archiving': 'archive',
  'DELETE archiving': 'restore',
};

/** A server's memory of keys: each act is done once, and is called by its key from then on. */
export function createFakeKeys(model: ModelInbox) {
  const known = new Map<string, Known>();
  const done: string[] = [];

  return {
    /** The path with the model's name for the operation that it speaks of. */
    named(path: string): string {
      const [, key] = /^\/api\/operations\/([^/]+)\/undoing$/.exec(path) ?? [];
      const name = key === undefined ? undefined : known.get(key)?.name;
      return name ? `/api/operations/${name}/undoing` : path;
    },
    /** The answer for this key: `act` is run at its first time only. 422 for a key of another request. */
    once(key: string, asked: { path: string; method: string; body: unknown }, act: () => unknown): unknown {
      const request = JSON.stringify(asked);
      const before = known.get(key);
      const head = model.history().head();
      if (before !== undefined) {
        if (before.request !== request) return 422;
        const event = { ...model.eventAfter(head), changes: [] };
        return { operation: before.name === null ? null : key, event };
      }
      // The model answers its mutations so, and null for what is not there.
      const answer = act() as Mutation | null;
      if (answer === null) return null;
      const [, , , row = null, noun = ''] = asked.path.split('/');
      const [, undone] = /^\/api\/operations\/([^/]+)\/undoing$/.exec(asked.path) ?? [];
      const target = undone === undefined ? undefined : known.get(undone);
      if (target) target.undone = true;
      const did = undone !== undefined ? 'undo' : (DID[`${asked.method} ${noun}`] ?? 'readAll');
      const { seq, from } = answer.event;
      known.set(key, {
        ...{ request, did, name: answer.operation, count: seq - from, undone: false },
        row: did === 'readAll' || did === 'undo' ? null : row,
      });
      done.push(key);
      return { ...answer, operation: answer.operation === null ? null : key };
    },
    /** What can be undone, newest first. */
    operations: () =>
      [...done].reverse().flatMap((id) => {
        const one = known.get(id);
        if (one === undefined || one.name === null || one.undone || one.did === 'undo') return [];
        return [
          { id, did: one.did, count: one.count, at: '2026-11-21T12:00:00.000Z', notification: one.row },
        ];
      }),
    /** The keys that were acted on, in that order. */
    done: (): readonly string[] => done,
  };
}
