import type { Cursor } from '@/lib/inbox/stream';
import { USER_CHANNEL_PREFIX } from './channels';
import type { Log } from './log';
import { systemTimers, type Timers, within } from './timers';

/**
 * What the pong to a socket tells besides: where each inbox stands whose channel the socket is on, so that a page whose
 * last event was lost learns of it. It is read from the store at that moment, not remembered: a hint that was lost on its
 * way here must not make the tip wrong as well. Never rejects; where a tip cannot be read in time there is none.
 */
export function createPongTips(options: {
  /** Rejects when it cannot be told, or nobody has this id. */
  tip: (userId: string) => Promise<Cursor>;
  logger: Log;
  timers?: Timers;
}): (socket: { readonly channels: readonly string[] }) => Promise<PongTips | undefined> | undefined {
  const { tip, logger, timers = systemTimers } = options;
  let state: 'readable' | 'not readable' = 'readable';

  function note(now: typeof state, facts: object): void {
    if (now === state) return;
    state = now;
    if (now === 'readable') logger.info(facts, 'Pings are answered with tips again');
    else logger.warn(facts, 'Pings are answered without tips');
  }

  async function read(own: readonly string[]): Promise<PongTips | undefined> {
    const tips: Record<string, Cursor> = {};
    const reading = own.map(async (channel) => {
      tips[channel] = await tip(channel.slice(USER_CHANNEL_PREFIX.length));
    });
    await within(TIPS_WITHIN_MS, timers, Promise.allSettled(reading));
    if (Object.keys(tips).length === own.length) note('readable', {});
    else note('not readable', { channels: own.filter((channel) => !(channel in tips)) });
    // A copy: what is late must not come into an answer that is being sent.
    return Object.keys(tips).length > 0 ? { tips: { ...tips } } : undefined;
  }

  return ({ channels }) => {
    const own = channels.filter((channel) => channel.startsWith(USER_CHANNEL_PREFIX)).slice(0, MAX_TIPS);
    // At once, not by a promise: a socket of nobody's inbox has its pong in turn.
    return own.length === 0 ? undefined : read(own);
  };
}

export type PongTips = Readonly<{ tips: Readonly<Record<string, Cursor>> }>;

/** A page is on one person's channel, for a moment on two; programs that own the secret may be on more. */
const MAX_TIPS = 4;
/** The page gives up on a pong after five seconds. */
const TIPS_WITHIN_MS = 1_000;
