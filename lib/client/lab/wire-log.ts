import { parseCursor } from '@/lib/inbox/stream';
import { syncAnswerSchema } from '@/lib/realtime/channels';
import type { Clock } from '../clock';
import { mutationSchema } from '../mutation-answer';
import type { Answer, Request } from '../request';

export type WireLine = Readonly<{
  nth: number;
  /** Milliseconds of this computer. */
  at: number;
  words: string;
  kind: 'event' | 'request' | 'fault';
}>;

/** What went over the wire of one inbox, newest first. */
export type WireLog = Readonly<{
  getSnapshot(): readonly WireLine[];
  subscribe(listener: () => void): () => void;
  add(words: string, kind: WireLine['kind']): void;
  clear(): void;
  /** The same server; what it is asked and answers is noted. */
  onRequest(request: Request): Request;
}>;

/** As much as a person reads back. */
const LINES_MAX = 100;

export function createWireLog(clock: Clock): WireLog {
  const listeners = new Set<() => void>();
  let lines: readonly WireLine[] = [];
  let count = 0;

  function become(next: readonly WireLine[]): void {
    lines = next;
    for (const listener of [...listeners]) listener();
  }

  function add(words: string, kind: WireLine['kind']): void {
    count += 1;
    become([{ nth: count, at: clock.now(), words, kind }, ...lines].slice(0, LINES_MAX));
  }

  return {
    getSnapshot: () => lines,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add,
    clear: () => become([]),
    onRequest: (request) => async (path, asking) => {
      const answer = await request(path, asking);
      add(requestWords(path, asking.method ?? 'GET', answer), answer.ok ? 'request' : 'fault');
      return answer;
    },
  };
}

function requestWords(path: string, method: string, answer: Answer<unknown>): string {
  const url = new URL(path, 'http://here.invalid');
  const what =
    url.pathname === '/api/inbox/sync'
      ? `Sync from ${seqOf(url.searchParams.get('cursor') ?? '')}`
      : `${method} ${url.pathname.replace(/^\/api/, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, '…')}`;
  return `${what}: ${answer.ok ? answerWords(answer.value) : answer.problem.detail}`;
}

function answerWords(value: unknown): string {
  const sync = syncAnswerSchema.safeParse(value);
  if (sync.success) {
    const { cursor } = sync.data;
    if (!('changes' in sync.data)) return `begins anew at ${seqOf(cursor)}`;
    return `${sync.data.changes.length} changed, up to ${seqOf(cursor)}`;
  }
  const mutation = mutationSchema.safeParse(value);
  if (!mutation.success) return 'answered';
  const { from, seq } = mutation.data.event;
  return seq === from ? 'changed nothing' : `done, ${from} to ${seq}`;
}

/** The number of a cursor; its epoch is the same for as long as nobody restores a database. */
function seqOf(cursor: string): string {
  const parsed = parseCursor(cursor);
  return parsed === null ? 'nothing' : String(parsed.seq);
}

/** The whole cursor with the epoch cut short, to be looked at. */
export function shortCursor(cursor: string): string {
  const parsed = parseCursor(cursor);
  return parsed === null ? cursor : `${parsed.seq} (${parsed.epoch.slice(0, 4)}…)`;
}
