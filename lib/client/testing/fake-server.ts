import type { Filter } from '@/lib/inbox/notification';
import type { MarkAs } from '@/lib/inbox/status';
import { parseCursor } from '@/lib/inbox/stream';
import { createModelInbox, type ModelInbox } from '@/lib/inbox/testing/model-inbox';
import type { Answer, Asking, Request } from '../request';
import { createFakeKeys } from './fake-keys';

/** One question as it reached the server. */
export type Asked = Readonly<{ path: string; method: string; body: unknown; keepalive: boolean }>;

type Held = { readonly path: string; readonly give: (answer: Answer<never> | null) => void };

/**
 * A server that answers the client's requests from a model of one inbox. Each path can be made to wait, so
 * that the test says when the answer comes, or to be refused.
 */
export function createFakeServer(model: ModelInbox = createModelInbox()) {
  const asked: Asked[] = [];
  const held: Held[] = [];
  const holding = new Map<string, 'there' | 'back'>();
  const refusing = new Map<string, { status: number | null; times: number }>();
  /** Undefined: whoever asks. */
  const signedIn: { id: string | null | undefined } = { id: undefined };
  const keys = createFakeKeys(model);
  const keysAsked: { path: string; key: string }[] = [];
  let open = 0;
  let mostOpen = 0;

  const request: Request = async <Value>(path: string, asking: Asking<Value>): Promise<Answer<Value>> => {
    const { method = 'GET', body = null, keepalive = false } = asking;
    asked.push({ path, method, body, keepalive });
    if (asking.idempotencyKey !== undefined) keysAsked.push({ path, key: asking.idempotencyKey });
    if (path.startsWith('/api/inbox/sync')) mostOpen = Math.max(mostOpen, ++open);
    const [, way] = [...holding].find(([part]) => path.includes(part)) ?? [];
    const early = way === 'back' ? answer(path, method, body, asking) : null;
    const instead = await new Promise<Answer<never> | null>((give) => {
      if (!way) return give(null);
      const waiting = { path, give };
      held.push(waiting);
      asking.signal?.addEventListener('abort', () => {
        const at = held.indexOf(waiting);
        if (at >= 0) held.splice(at, 1);
        give(problem(null));
      });
    });
    if (path.startsWith('/api/inbox/sync')) open -= 1;
    return instead ?? refusal(path) ?? early ?? answer(path, method, body, asking);
  };

  function refusal(path: string): Answer<never> | null {
    const [part, found] = [...refusing].find(([part]) => path.includes(part)) ?? [];
    if (part === undefined || found === undefined) return null;
    found.times -= 1;
    if (found.times <= 0) refusing.delete(part);
    return problem(found.status);
  }

  function answer<Value>(path: string, method: string, body: unknown, asking: Asking<Value>): Answer<Value> {
    const data = dataFor(path, method, body, asking);
    if (data === null) return problem(404);
    if (typeof data === 'number') return problem(data);
    const parsed = asking.schema.safeParse(JSON.parse(JSON.stringify(data)));
    if (!parsed.success) throw new Error(`The fake server's answer to ${path} is not what is agreed.`);
    return { ok: true, value: parsed.data };
  }

  /** What the answer is made of; a number is the status of a refusal. */
  function dataFor(path: string, method: string, body: unknown, asking: Asking<unknown>): unknown {
    const { id = 'u1' } = signedIn;
    if (path === '/api/auth/session') return id === null ? {} : { user: { id } };
    if (signedIn.id !== undefined && asking.viewerId !== undefined && asking.viewerId !== id) return 401;
    if (path === '/api/operations') return { operations: keys.operations() };
    const act = () => route(model, keys.named(path), method, body);
    const { idempotencyKey: key } = asking;
    return key === undefined ? act() : keys.once(key, { path, method, body }, act);
  }

  return {
    request,
    model,
    /** This person has signed in on this browser; null: nobody is. */
    signsIn(id: string | null): void {
      signedIn.id = id;
    },
    /** The questions whose path has this part, in their order. */
    asked: (part = ''): readonly Asked[] => asked.filter(({ path }) => path.includes(part)),
    syncs: (): number => asked.filter(({ path }) => path.startsWith('/api/inbox/sync')).length,
    /** The keys of the questions whose path has this part, in their order, as often as they were asked. */
    keys: (part = ''): readonly string[] =>
      keysAsked.filter(({ path }) => path.includes(part)).map(({ key }) => key),
    /** The keys that were acted on, each once, in that order. */
    done: keys.done,
    /** How many syncs were ever under way together. */
    mostSyncsAtOnce: () => mostOpen,
    /** From now on such questions wait for `answers`: on the way there, or with an answer of now on the way back. */
    holds: (part: string, on: 'there' | 'back' = 'there'): void => void holding.set(part, on),
    /** The oldest waiting question is answered now, or with this status; null: the line fails. */
    answers(part: string, status?: number | null): void {
      const at = held.findIndex(({ path }) => path.includes(part));
      const [found] = held.splice(at, at < 0 ? 0 : 1);
      if (!found) throw new Error(`Nothing waits for ${part}.`);
      found.give(status === undefined ? null : problem(status));
    },
    waiting: (part: string): number => held.filter(({ path }) => path.includes(part)).length,
    /** Such questions do not wait any more; those that do are answered. */
    releases(part: string): void {
      holding.delete(part);
      for (const one of held.splice(0)) one.give(null);
    },
    /** The next so many such questions are refused with this status; null: the line fails. */
    refuses: (part: string, status: number | null, times = Number.POSITIVE_INFINITY): void =>
      void refusing.set(part, { status, times }),
    accepts: (part: string): void => void refusing.delete(part),
  };
}

export type FakeServer = ReturnType<typeof createFakeServer>;

function problem(status: number | null): Answer<never> {
  const code = status === 401 ? 'unauthenticated' : status === null ? 'unreachable' : 'unavailable';
  return { ok: false, problem: { code, status, detail: 'Refused by the test.', errors: [], facts: {} } };
}

/** What the real routes answer; null is "not found". */
export function route(model: ModelInbox, path: string, method: string, body: unknown): unknown {
  const url = new URL(path, 'http://test.invalid');
  // The test reads what the client wrote: a wrong shape shows as a wrong answer.
  const sent = body as { filter: Filter; through: string; ids: string[]; editedAt?: string | null };
  const [, , first, second, third] = url.pathname.split('/').map(decodeURIComponent);
  if (first === 'inbox' && second === 'sync')
    return model.sync(parseCursor(url.searchParams.get('cursor') ?? ''));
  if (first === 'inbox' && second === 'viewing') return model.view(sent.ids);
  if (first === 'inbox' && second === 'reading') {
    const through = parseCursor(sent.through);
    return through && model.readAll(sent.filter, through);
  }
  if (first === 'operations' && second !== undefined) return model.undo(second);
  if (first === 'notifications' && second === undefined) {
    const before = url.searchParams.get('before');
    // The client only sends what it was given or one of its own filters.
    return model.feed(url.searchParams.get('filter') as Filter, before === null ? null : Number(before));
  }
  const marks: Record<string, MarkAs> = {
    'POST reading': 'read',
    'POST click': 'read',
    'DELETE reading': 'unread',
    'POST archiving': 'archived',
    'DELETE archiving': 'restored',
  };
  const as = marks[`${method} ${third}`];
  return as && second !== undefined ? model.mark(second, as, sent?.editedAt) : null;
}
