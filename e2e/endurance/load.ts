import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { House, Person } from './house';
import type { SimClient } from './sim-client';

/** What was asked of the server, and what of it was acknowledged. */
export type AskedLog = Readonly<{
  /** By idempotency key, which is also the title: for whom. */
  attempted: ReadonlyMap<string, readonly string[]>;
  acknowledged: ReadonlyMap<string, readonly { recipient: string; id: string }[]>;
  /** Broadcasts whose sending was acknowledged. */
  sent: ReadonlySet<string>;
  /** Answers that were neither a success nor a deliberate refusal. */
  unexpected: readonly string[];
  /** Requests that were sent again, because an answer was lost or said so. */
  repeated: number;
}>;

export type Load = Readonly<{
  log: AskedLog;
  /** Begins new work; resolves when the first of it is acknowledged: from then on it is under way in earnest. */
  begin(): Promise<void>;
  /** Begins none any more; resolves when all that was begun is acknowledged. */
  settle(): Promise<void>;
  /** What was acknowledged until now. */
  acknowledged(): Acknowledged;
  /** An old database is back: nothing else was ever acknowledged, and what was asked of the one before is nobody's. */
  goesBackTo(then: Acknowledged): void;
}>;

export type Acknowledged = Pick<AskedLog, 'acknowledged' | 'sent'>;

const REQUEST_TIMEOUT_MS = 5_000;
/** A restart takes seconds; whoever has no answer after this many attempts never gets one. */
const ATTEMPTS_MAX = 400;
const RETRY_WAIT_MS = 100;

/**
 * Programs that create notifications and repeat with the same idempotency key until they have an answer, an
 * administrator who sends broadcasts, and people who read, archive and take it back in their own clients.
 */
export function createLoad(given: {
  port: number;
  house: House;
  clients: readonly SimClient[];
  random: () => number;
  creators: number;
}): Load {
  const { house, clients, random } = given;
  const base = `http://127.0.0.1:${given.port}`;
  const attempted = new Map<string, readonly string[]>();
  const acknowledged = new Map<string, readonly { recipient: string; id: string }[]>();
  const sent = new Set<string>();
  const unexpected: string[] = [];
  const log = { attempted, acknowledged, sent, unexpected, repeated: 0 };
  let isBegun = false;
  let running: Promise<unknown> = Promise.resolve();
  let onFirst = () => {};
  /** Which database is asked: an answer of the one before says nothing of this one. */
  let past = 0;

  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)];
    if (one === undefined) throw new Error('There is nothing to pick from.');
    return one;
  };

  /**
   * Asks until there is an answer; null when it was refused for good, which is written down unless it names what was made
   * in the database before this one.
   */
  async function ask(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
    madeIn: number | null = null,
  ) {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      if (attempt > 0) log.repeated += 1;
      const askedIn = past;
      try {
        const answer = await fetch(base + path, {
          method,
          headers: { ...headers, origin: base, 'content-type': 'application/json' },
          body: body === null ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        const text = await answer.text();
        if (answer.ok) return { status: answer.status, body: JSON.parse(text), by: askedIn };
        if (answer.status === 404 && madeIn !== null && madeIn !== askedIn) return null;
        if (answer.status !== 503) {
          unexpected.push(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
          return null;
        }
      } catch {
        // No answer: the work may be done or not. That is what the key is for.
      }
      await pause(RETRY_WAIT_MS * (0.5 + Math.random()));
    }
    unexpected.push(`${method} ${path}: no answer in ${ATTEMPTS_MAX} attempts`);
    return null;
  }

  async function create(): Promise<void> {
    const recipients = new Set<Person>();
    while (recipients.size < 1 + Math.floor(random() * 3)) recipients.add(pick(house.people));
    const key = randomUUID();
    const ids = [...recipients].map(({ id }) => id);
    attempted.set(key, ids);
    const answer = await ask(
      'POST',
      '/api/notifications',
      { recipients: ids, title: key },
      { authorization: house.apiKey, 'idempotency-key': key },
    );
    if (answer?.by === past) acknowledged.set(key, answer.body.ids);
    onFirst();
  }

  async function broadcast(): Promise<void> {
    const cookie = house.admin.cookie;
    const key = randomUUID();
    const draft = { title: `To all ${key}`, audience: { kind: 'everyone' } };
    const made = await ask('POST', '/api/broadcasts', draft, { cookie, 'idempotency-key': key });
    if (!made) return;
    const path = `/api/broadcasts/${made.body.id}`;
    const audience = await ask('GET', `${path}/audience`, null, { cookie }, made.by);
    if (!audience) return;
    const done = await ask(
      'POST',
      `${path}/sending`,
      { token: audience.body.token },
      { cookie, 'idempotency-key': `${key}-send` },
      made.by,
    );
    if (done?.by === past) sent.add(made.body.id);
  }

  function act(): void {
    const { store, shown } = pick(clients);
    const { rows, through } = shown().views.inbox;
    const draw = random();
    if (rows.length === 0) return;
    const { id } = pick(rows);
    if (draw < 0.5) store.actions.read(id);
    else if (draw < 0.65) store.actions.unread(id);
    else if (draw < 0.8) store.actions.archive(id);
    else if (draw < 0.9) store.actions.undo();
    else store.actions.readAll('inbox', through);
  }

  async function loop(work: () => Promise<void> | void, waitMs: number): Promise<void> {
    while (isBegun) {
      await work();
      await pause(waitMs * (0.5 + Math.random()));
    }
  }

  return {
    log,
    begin() {
      isBegun = true;
      const creators = Array.from({ length: given.creators }, () => loop(create, 5));
      running = Promise.all([...creators, loop(broadcast, 150), loop(act, 20)]);
      return new Promise((resolve) => {
        onFirst = resolve;
      });
    },
    async settle() {
      isBegun = false;
      await running;
    },
    acknowledged: () => ({ acknowledged: new Map(acknowledged), sent: new Set(sent) }),
    goesBackTo(then) {
      past += 1;
      acknowledged.clear();
      for (const [key, ids] of then.acknowledged) acknowledged.set(key, ids);
      sent.clear();
      for (const id of then.sent) sent.add(id);
    },
  };
}
