import { type Audience, belongs, type Role } from '@/lib/inbox/audience';
import type { Filter } from '@/lib/inbox/notification';
import type { Counts } from '@/lib/inbox/stream';
import type { Mark } from '../store';

type Marks = { seen: number | null; read: number | null; archived: number | null };
/** `key` is the notification's id, or the broadcast's for a copy of one. */
export type Row = Marks & { key: string; broadcast: boolean; title: string; edited: number | null };
type Operation = { undone: boolean; changes: { key: string; before: Marks; after: Marks }[] };
type Person = {
  role: Role;
  disabled: boolean;
  groups: ReadonlySet<string>;
  /** Whether the category of every broadcast here is off. */
  muted: boolean;
  rows: Row[];
  operations: Map<string, Operation>;
  /** Broadcasts that reached the model's inbox at once, and the store's only when it is next touched. */
  owed: Set<string>;
  /** Those that will be skipped then. */
  unwanted: Set<string>;
  /** The same for edits. */
  stale: Set<string>;
};
type Sent = {
  audience: Audience;
  title: string;
  /** Recalled or expired. */
  over: boolean;
  stopped: boolean;
  endsAt: number | null;
  targeted: number;
  had: Set<string>;
  skipped: number;
};

export type Sending = Readonly<{ audience: Audience; critical: boolean; endsAt: number | null; now: number }>;

/**
 * The store's promises in the simplest words: a broadcast reaches every inbox the moment it is sent, an undo
 * looks at each row, a count is a filter. No seq, no log, no replay.
 */
export class Model {
  readonly people = new Map<string, Person>();
  readonly sent = new Map<string, Sent>();
  /** Nobody is told of it but the figures. */
  readonly clicked = new Set<Row>();

  join(name: string, role: Role): void {
    const waiting = { owed: new Set<string>(), unwanted: new Set<string>(), stale: new Set<string>() };
    const person = { role, disabled: false, groups: new Set<string>(), muted: false };
    this.people.set(name, { ...person, rows: [], operations: new Map(), ...waiting });
  }

  person(name: string): Person {
    const person = this.people.get(name);
    if (!person) throw new Error(`There is no ${name} in the model.`);
    return person;
  }

  who(audience: Audience): readonly string[] {
    const everybody = [...this.people];
    return everybody.flatMap(([name, person]) => (belongs({ id: name, ...person }, audience) ? [name] : []));
  }

  /** The store has replayed this inbox. */
  touch(name: string): void {
    const person = this.person(name);
    for (const key of person.owed) this.sent.get(key)?.had.add(name);
    for (const key of person.unwanted) this.skip(key);
    person.owed.clear();
    person.unwanted.clear();
    person.stale.clear();
  }

  private skip(key: string): void {
    const broadcast = this.sent.get(key);
    if (broadcast) broadcast.skipped++;
  }

  append(name: string, key: string): void {
    this.touch(name);
    this.person(name).rows.push(newRow(key, key, false));
  }

  /** `among` are the only ones it may go to; null when it is for whoever belongs. */
  send(
    key: string,
    { audience, critical, among, endsAt }: Omit<Sending, 'now'> & { among: ReadonlySet<string> | null },
  ): void {
    const belonging = this.who(audience).filter((name) => !among || among.has(name));
    const targeted = belonging.length;
    const numbers = { targeted, had: new Set<string>(), skipped: 0 };
    this.sent.set(key, { audience, title: key, over: false, stopped: false, endsAt, ...numbers });
    for (const name of belonging) {
      const person = this.person(name);
      if (person.muted && !critical) person.unwanted.add(key);
      else {
        person.rows.push(newRow(key, key, true));
        person.owed.add(key);
      }
    }
  }

  edit(key: string, title: string, again: boolean, now: number): void {
    const broadcast = this.sent.get(key);
    if (!broadcast || broadcast.over || (!again && broadcast.title === title)) return;
    broadcast.title = title;
    for (const person of this.people.values()) {
      const row = person.rows.find((candidate) => candidate.key === key);
      if (!row) continue;
      Object.assign(row, { title, edited: now, ...(again ? { seen: null, read: null } : {}) });
      person.stale.add(key);
    }
  }

  /** Recalled, or at its end. */
  end(key: string): void {
    const broadcast = this.sent.get(key);
    if (!broadcast || broadcast.over) return;
    this.stop(key);
    broadcast.over = true;
    for (const person of this.people.values()) person.rows = person.rows.filter((row) => row.key !== key);
  }

  stop(key: string): void {
    const broadcast = this.sent.get(key);
    if (!broadcast || broadcast.over || broadcast.stopped) return;
    broadcast.stopped = true;
    for (const person of this.people.values()) {
      if (person.owed.delete(key)) person.rows = person.rows.filter((row) => row.key !== key);
      person.unwanted.delete(key);
    }
    broadcast.skipped = broadcast.targeted - broadcast.had.size;
  }

  change(name: string, change: Partial<Pick<Person, 'role' | 'disabled' | 'groups' | 'muted'>>): void {
    const person = this.person(name);
    const after = { ...person, ...change };
    const isSame = after.role === person.role && after.disabled === person.disabled;
    const sameGroups = [...after.groups].sort().join() === [...person.groups].sort().join();
    if (isSame && sameGroups && after.muted === person.muted) return;
    for (const key of [...person.owed]) {
      const broadcast = this.sent.get(key);
      if (!broadcast || belongs({ id: name, ...after }, broadcast.audience)) continue;
      person.rows = person.rows.filter((row) => row.key !== key);
      person.owed.delete(key);
      broadcast.skipped++;
    }
    this.touch(name);
    Object.assign(person, change);
  }

  /** Whether the last administrator would be taken out: that is refused. */
  leavesNobody(name: string, change: { role: Role; disabled: boolean }): boolean {
    const administers = (person: { role: Role; disabled: boolean }) =>
      person.role === 'admin' && !person.disabled;
    const others = [...this.people].filter(([other, person]) => other !== name && administers(person));
    return administers(this.person(name)) && !administers(change) && others.length === 0;
  }

  /** Marks these rows as one operation; false when none of them changed. */
  mark(
    name: string,
    act: { keys: readonly string[]; as: Mark | 'seen' | 'clicked'; operation: string; now: number },
  ): boolean {
    const person = this.person(name);
    const changes: Operation['changes'] = [];
    for (const row of person.rows.filter((candidate) => act.keys.includes(candidate.key))) {
      const before = marksOf(row);
      if (act.as === 'clicked') this.clicked.add(row);
      Object.assign(row, marked(before, act.as, act.now));
      const after = marksOf(row);
      if (JSON.stringify(before) !== JSON.stringify(after)) changes.push({ key: row.key, before, after });
    }
    if (changes.length > 0 && act.as !== 'seen')
      person.operations.set(act.operation, { undone: false, changes });
    return changes.length > 0;
  }

  undo(name: string, id: string): void {
    const person = this.person(name);
    const operation = person.operations.get(id);
    if (!operation || operation.undone) return;
    operation.undone = true;
    const all = [...person.operations.values()];
    const since = all.slice(all.indexOf(operation) + 1).flatMap((one) => (one.undone ? [] : one.changes));
    for (const { key, before, after } of operation.changes) {
      const row = person.rows.find((candidate) => candidate.key === key);
      if (!row) continue;
      for (const field of ['read', 'archived', 'seen'] as const) {
        const isLast = !since.some(
          (later) => later.key === key && later.before[field] !== later.after[field],
        );
        const untouched = before[field] !== after[field] && row[field] === after[field] && isLast;
        if (field === 'seen' && (row.read !== null || row.archived !== null)) continue;
        // Nobody has read what was made unseen since.
        if (field === 'read' && before.read !== null && row.seen !== after.seen) continue;
        if (untouched) row[field] = before[field];
      }
    }
  }

  /** Newest first. */
  shown(name: string, filter: Filter): readonly Row[] {
    return this.person(name)
      .rows.filter((row) => isShown(row, filter))
      .reverse();
  }

  counts(name: string): Counts {
    const rows = this.shown(name, 'inbox');
    return {
      unread: rows.filter((row) => row.read === null).length,
      unseen: rows.filter((row) => row.seen === null).length,
    };
  }

  figures(key: string): { targeted: number; delivered: number; pending: number; skipped: number } | null {
    const broadcast = this.sent.get(key);
    if (!broadcast) return null;
    const { targeted, had, skipped } = broadcast;
    const pending = [...this.people.values()].filter(
      (person) => person.owed.has(key) || person.unwanted.has(key),
    ).length;
    return { targeted, delivered: had.size, pending, skipped };
  }
}

export function isShown(row: Marks, filter: Filter): boolean {
  if (filter === 'archived') return row.archived !== null;
  return row.archived === null && (filter === 'inbox' || row.read === null);
}

function newRow(key: string, title: string, broadcast: boolean): Row {
  return { key, title, broadcast, seen: null, read: null, archived: null, edited: null };
}

function marksOf({ seen, read, archived }: Marks): Marks {
  return { seen, read, archived };
}

function marked(marks: Marks, as: Mark | 'seen' | 'clicked', now: number): Marks {
  const { seen, read, archived } = marks;
  if (as === 'seen') return { seen: seen ?? now, read, archived };
  if (as === 'read' || as === 'clicked') return { seen: seen ?? now, read: read ?? now, archived };
  if (as === 'unread') return { seen, read: null, archived };
  if (as === 'archived') return { seen: seen ?? now, read, archived: archived ?? now };
  return { seen, read, archived: null };
}
