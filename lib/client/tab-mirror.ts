import * as z from 'zod/mini';
import { FAT_EVENT_CHANGES, type InboxEvent } from '@/lib/inbox/stream';
import { inboxEventSchema } from '@/lib/realtime/channels';
import type { Undoable } from './inbox';

/**
 * What one tab tells the others of its person. All of it is a hint: it may be lost, doubled, late or false, and
 * is held to the same checks as what the server's line brings.
 */
export type TabMessage =
  /** The server's answer to an act, or anything else of the stream that this tab knows before the others. */
  | Readonly<{ kind: 'event'; event: InboxEvent }>
  /** Something was done in that tab, and can be undone from each. */
  | Readonly<{
      kind: 'operation';
      operation: Readonly<{ id: string; did: Undoable['did']; count: number | null; row: string | null }>;
    }>
  /** And was undone. */
  | Readonly<{ kind: 'undone'; id: string }>
  /** The queue of acts that wait for the line was added to, or became shorter: read it again. */
  | Readonly<{ kind: 'queued' | 'sent' }>
  /** Arrivals with a `sortSeq` from `from` to `through` were announced: nobody announces them again. */
  | Readonly<{ kind: 'spoken'; from: number; through: number }>
  /** The toasts of these rows were dismissed: they are shown in no other tab any more. */
  | Readonly<{ kind: 'dismissed'; ids: readonly string[] }>
  /** The session has ended: show nothing of this person any more. */
  | Readonly<{ kind: 'signed-out' }>;

export type TabMirror = Readonly<{
  /** Tells the other tabs; never this one. Lost when nobody here listens, or when it is too large to be true. */
  tell(message: TabMessage): void;
  /** Hears the other tabs, never this one; answers the stop. The channel is open while somebody listens. */
  listen(hear: (message: TabMessage) => void): () => void;
  /** Nobody here hears or tells anything any more. */
  stop(): void;
}>;

/** The part of `BroadcastChannel` that is used here: texts, to every other holder of the same name. */
export type TabChannel = Readonly<{ post(text: string): void; close(): void }>;
/** Opens a channel by its name; null where the browser has none, and each tab is alone. */
export type OpenTabChannel = (name: string, hear: (data: unknown) => void) => TabChannel | null;

/** A fat event has 8 kB of UTF-8, everything else some hundred bytes. */
const MESSAGE_LENGTH_MAX = 16_000;
const ID_LENGTH_MAX = 100;
/** Toasts of so many rows are told of at once. */
export const DISMISSED_MAX = 100;

/**
 * The line between the tabs that one person has open in one browser. It is named after the person, so that
 * nothing crosses to another one in the same browser.
 */
export function createTabMirror(deps: { viewerId: string; channel: OpenTabChannel }): TabMirror {
  const listeners = new Set<(message: TabMessage) => void>();
  let channel: TabChannel | null = null;
  let stopped = false;

  function hear(data: unknown): void {
    const message = parseTabMessage(data);
    if (message !== null) for (const listener of [...listeners]) listener(message);
  }

  function close(): void {
    channel?.close();
    channel = null;
  }

  return {
    tell(message) {
      const text = JSON.stringify(message);
      if (text.length <= MESSAGE_LENGTH_MAX) channel?.post(text);
    },
    listen(listener) {
      if (stopped) return () => {};
      // An entry of its own, so that one function may listen twice.
      const mine = (message: TabMessage) => listener(message);
      listeners.add(mine);
      channel ??= deps.channel(`belfry.${deps.viewerId}`, hear);
      return () => {
        listeners.delete(mine);
        if (listeners.size === 0) close();
      };
    },
    stop() {
      stopped = true;
      listeners.clear();
      close();
    },
  };
}

const id = z.string().check(z.minLength(1), z.maxLength(ID_LENGTH_MAX));
const count = z.number().check(z.int(), z.nonnegative());

const messageSchema = z.union([
  z.object({
    kind: z.literal('event'),
    event: inboxEventSchema.check(
      z.refine(({ changes }) => changes === undefined || changes.length <= FAT_EVENT_CHANGES),
    ),
  }),
  z.object({
    kind: z.literal('operation'),
    operation: z.object({
      id,
      did: z.enum(['read', 'unread', 'archive', 'restore', 'readAll']),
      count: z.nullable(count),
      row: z.nullable(id),
    }),
  }),
  z.object({ kind: z.literal('undone'), id }),
  z.object({ kind: z.enum(['queued', 'sent']) }),
  z.object({ kind: z.literal('spoken'), from: count, through: count }),
  z.object({ kind: z.literal('dismissed'), ids: z.array(id).check(z.maxLength(DISMISSED_MAX)) }),
  z.object({ kind: z.literal('signed-out') }),
]);

/** The message, or null when it is none: another version of the pages may be open beside this one. */
function parseTabMessage(data: unknown): TabMessage | null {
  if (typeof data !== 'string' || data.length > MESSAGE_LENGTH_MAX) return null;
  try {
    const parsed = messageSchema.safeParse(JSON.parse(data));
    return parsed.success ? parsed.data : null;
  } catch {
    // No JSON: nothing of ours wrote it.
    return null;
  }
}

/** The browser's own channel. */
export const browserTabChannel: OpenTabChannel = (name, hear) => {
  if (typeof BroadcastChannel === 'undefined') return null;
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent) => hear(data);
  return { post: (text) => channel.postMessage(text), close: () => channel.close() };
};
