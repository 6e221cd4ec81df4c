import * as z from 'zod/mini';
import type { Cursor } from '@/lib/inbox/stream';
import { pongSchema } from '@/lib/realtime/channels';
import type { Clock } from './clock';
import { ACTIVITY_TIMEOUT_MS, PONG_TIMEOUT_MS } from './pusher-options';

/** Questions whether a line carries anything. */
export type Pings = Readonly<{
  /** Asks, unless an answer is awaited. */
  ping(): void;
  /** Every message that came, of whatever kind. */
  heard(message: unknown): void;
  /** The line is gone, and with it the question. */
  stop(): void;
}>;

const messageSchema = z.object({ event: z.string(), data: z.optional(z.unknown()) });

/**
 * pusher-js pings only a line that was quiet, so a busy one would never bring a tip, and one on which nothing of ours
 * arrives any more while it still brings something would never be noticed. Therefore we ask, too.
 */
export function createPings(deps: {
  send: () => void;
  /** Nothing came for five seconds; or no answer for twenty, whatever else came (on a slow line it stands behind much). */
  onDead: () => void;
  onTip: (channel: string, tip: Cursor) => void;
  clock: Clock;
}): Pings {
  const { clock } = deps;
  let cancelQuiet: (() => void) | null = null;
  let cancelLate = () => {};

  function stop(): void {
    cancelQuiet?.();
    cancelQuiet = null;
    cancelLate();
  }

  function dead(): void {
    stop();
    deps.onDead();
  }

  return {
    ping() {
      if (cancelQuiet) return;
      cancelQuiet = clock.after(PONG_TIMEOUT_MS, dead);
      cancelLate = clock.after(ACTIVITY_TIMEOUT_MS, dead);
      deps.send();
    },
    heard(given) {
      const message = messageSchema.safeParse(given);
      if (!message.success) return;
      if (message.data.event !== 'pusher:pong') {
        if (!cancelQuiet) return;
        cancelQuiet();
        cancelQuiet = clock.after(PONG_TIMEOUT_MS, dead);
        return;
      }
      stop();
      const pong = pongSchema.safeParse(message.data.data);
      if (!pong.success) return;
      for (const [channel, tip] of Object.entries(pong.data.tips)) deps.onTip(channel, tip);
    },
    stop,
  };
}
