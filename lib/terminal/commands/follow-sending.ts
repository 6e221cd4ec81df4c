import { setTimeout as wait } from 'node:timers/promises';
import type { Operator } from '../operator';
import { progressLine, progressWords } from '../progress-line';
import type { Screen } from '../screen';
import { type SentBroadcast, sentSchema } from './broadcast-answers';

/** At most twice a second: the server counts for each look. */
const LOOK_EVERY_MS = 500;

/**
 * Shows how far a broadcast has come until those who were online have it, or everybody when all are waited for, or the
 * time is over, or Ctrl-C: it goes on without being looked at. Answers how it stands then.
 */
export async function followSending(
  sent: SentBroadcast,
  given: {
    operator: Operator;
    screen: Screen;
    quiet: boolean;
    /** How many were online when it was confirmed; null when nobody knows. */
    online: number | null;
    everybody: boolean;
    waitMs: number;
  },
): Promise<SentBroadcast> {
  const { operator, screen, quiet, online, everybody, waitMs } = given;
  const until = Date.now() + waitMs;
  let interrupted = false;
  const release = screen.onInterrupt(() => {
    interrupted = true;
  });
  let last = '';
  const show = ({ figures }: SentBroadcast) => {
    const line = screen.isInteractive ? progressLine(figures, screen.columns()) : progressWords(figures);
    if (quiet || line === last) return;
    last = line;
    screen.err(screen.isInteractive ? `\r\u001b[K${line}` : `${line}\n`);
  };
  let broadcast = sent;
  try {
    for (;;) {
      show(broadcast);
      if (interrupted || isDone(broadcast, everybody ? null : online) || Date.now() >= until)
        return broadcast;
      await wait(Math.min(LOOK_EVERY_MS, Math.max(1, until - Date.now())));
      const answer = await operator.request(`/api/broadcasts/${encodeURIComponent(sent.id)}`, {
        schema: sentSchema,
      });
      // It has been sent; a server that does not answer for a moment changes nothing about that.
      if (answer.ok) broadcast = answer.value;
    }
  } finally {
    if (last !== '' && screen.isInteractive) screen.err('\n');
    release();
  }
}

/** Whoever was online may have left meanwhile, so the time is the other end of it. */
function isDone({ state, figures }: SentBroadcast, online: number | null): boolean {
  if (state !== 'sent' || figures.pending === 0) return true;
  return online !== null && figures.delivered + figures.skipped >= Math.min(online, figures.targeted);
}
