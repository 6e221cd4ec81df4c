import { STATUS_OF } from '@/lib/errors';
import type { BroadcastState } from '@/lib/inbox/broadcast';
import type { Draft, StoredDraft } from '../drafts';
import type { Answer, Asking, Request, RequestProblem } from '../request';

export const EMPTY_DRAFT: Draft = {
  title: '',
  body: null,
  url: null,
  linkLabel: null,
  category: 'general',
  severity: 'info',
  format: 'markdown',
  audience: { kind: 'everyone' },
  expiresAt: null,
};

type Asked = { method: string; body: Partial<Draft> & { version?: number }; key: string; keepalive: boolean };
type Kept = { -readonly [Key in keyof StoredDraft]: StoredDraft[Key] };

/** Keeps drafts as the server does: versions, keys, and links that it refuses. Answers get lost or wait as a test says. */
export function createDraftServer() {
  const drafts: Kept[] = [];
  const asked: Asked[] = [];
  const answers = new Map<string, StoredDraft>();
  let lose = 0;
  let waiting: Promise<void> | null = null;
  let goOn = () => {};

  const request: Request = async <Value>(path: string, asking: Asking<Value>): Promise<Answer<Value>> => {
    const { method = 'GET', idempotencyKey: key = '', keepalive = false } = asking;
    // The cast: it is what the keeper under test sends.
    const body = (asking.body ?? {}) as Asked['body'];
    if (method !== 'GET') asked.push({ method, body, key, keepalive });
    await waiting;
    if (server.isDown) return refusal('unreachable');
    const answer = method === 'GET' ? read(path) : once(key, () => write(path, body));
    if (method !== 'GET' && lose > 0) {
      lose -= 1;
      return refusal('timeout');
    }
    // The cast: the schema of every request here answers a stored draft.
    return answer as Answer<Value>;
  };

  function read(path: string): Answer<StoredDraft> {
    const found = drafts.find(({ id }) => path.endsWith(`/${id}`));
    return found ? { ok: true, value: { ...found } } : refusal('not_found');
  }

  function once(key: string, act: () => Answer<StoredDraft>): Answer<StoredDraft> {
    const before = answers.get(key);
    if (before) return { ok: true, value: before };
    const answer = act();
    if (answer.ok) answers.set(key, answer.value);
    return answer;
  }

  function write(path: string, { version, ...body }: Asked['body']): Answer<StoredDraft> {
    if (body.url?.startsWith('javascript:')) return refusal('invalid', { path: 'url' });
    if (path === '/api/broadcasts') return { ok: true, value: server.has({ ...EMPTY_DRAFT, ...body }) };
    const found = drafts.find(({ id }) => path.endsWith(`/${id}`));
    if (!found) return refusal('not_found');
    if (found.state !== 'draft') return refusal('conflict');
    if (version !== found.version) return refusal('conflict', { version: found.version });
    return { ok: true, value: server.changes(found.id, 'Me', body) };
  }

  const server = {
    drafts,
    asked,
    request,
    isDown: false,
    /** The answers of the next so many requests get lost, the work being done. */
    loses: (number: number) => {
      lose = number;
    },
    waits(): void {
      waiting = new Promise((resolve) => {
        goOn = resolve;
      });
    },
    goesOn(): void {
      waiting = null;
      goOn();
    },
    has(draft: Draft): StoredDraft {
      const at = '2026-11-21T20:00:00.000Z';
      const stored = {
        id: `d${drafts.length + 1}`,
        version: 1,
        state: 'draft',
        by: 'Me',
        at,
        draft,
      } as const;
      drafts.push(stored);
      return { ...stored };
    },
    changes(id: string, by: string, part: Partial<Draft>): StoredDraft {
      const found = drafts.find((draft) => draft.id === id);
      if (!found) throw new Error(`There is no draft ${id}.`);
      Object.assign(found, { by, version: found.version + 1, draft: { ...found.draft, ...part } });
      return { ...found };
    },
    becomes(id: string, state: BroadcastState): void {
      for (const draft of drafts) if (draft.id === id) draft.state = state;
    },
  };
  return server;
}

function refusal(
  code: RequestProblem['code'],
  { path, version }: { path?: string; version?: number } = {},
): { ok: false; problem: RequestProblem } {
  const status = code in STATUS_OF ? STATUS_OF[code as keyof typeof STATUS_OF] : null;
  const errors = path === undefined ? [] : [{ path, message: 'No.' }];
  return { ok: false, problem: { code, status, detail: 'No.', errors, facts: version ? { version } : {} } };
}
