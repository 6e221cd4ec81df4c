import { setTimeout as wait } from 'node:timers/promises';
import type { Interrupts } from '../interrupts';
import type { Operator } from '../operator';
import type { Screen } from '../screen';
import { type SentBroadcast, sentSchema } from './broadcast-answers';

export type HoldOutcome =
  | Readonly<{ kind: 'went' | 'waits'; broadcast: SentBroadcast }>
  /** `byUs`: with Ctrl-C; otherwise somebody took it back on its page. */
  | Readonly<{ kind: 'taken-back'; byUs: boolean }>;

/** Between two looks at the clock; and at the server, where somebody else may pause it or take it back. */
const TICK_MS = 200;
const LOOK_EVERY_MS = 1_000;
/** A server that is busy, or was just started again, sends what is due a little late. */
const LATE_MS = 60_000;

/** Counts a hold down until the broadcast has gone out; Ctrl-C takes it back before. */
export async function awaitHold(
  held: SentBroadcast,
  {
    operator,
    screen,
    quiet,
    interrupts,
  }: { operator: Operator; screen: Screen; quiet: boolean; interrupts: Interrupts },
): Promise<HoldOutcome> {
  const dueAt = Date.parse(held.dueAt ?? '');
  const path = `/api/broadcasts/${encodeURIComponent(held.id)}`;
  let drawn = '';
  const draw = (text: string) => {
    if (quiet || !screen.isInteractive || text === drawn) return;
    drawn = text;
    screen.err(`\r\u001b[K${text}`);
  };
  if (!quiet && !screen.isInteractive) screen.err(`Sending in ${secondsTo(dueAt)} s. Ctrl-C cancels it.\n`);
  try {
    let lookedAt = Date.now();
    for (;;) {
      if (interrupts.pending()) {
        draw('');
        const cancelled = await operator.request(`${path}/sending`, { method: 'DELETE', schema: sentBefore });
        if (cancelled.ok) return { kind: 'taken-back', byUs: true };
        // Somebody made a draft of it again and may be writing there: it goes nowhere, and is not ours to throw away.
        if (cancelled.problem.facts.state === 'draft') return { kind: 'taken-back', byUs: false };
        if (cancelled.problem.code === 'conflict') screen.err('It is too late: it has gone out.\n');
        else screen.err(`It could not be cancelled. ${cancelled.problem.detail}\n`);
        interrupts.answered();
      }
      const now = Date.now();
      draw(now < dueAt ? `Sending in ${secondsTo(dueAt)}… Ctrl-C cancels it.` : 'Sending…');
      if (now >= dueAt || now - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = now;
        const broadcast = await operator.ask(path, { schema: sentSchema });
        const { state } = broadcast;
        if (state === 'draft' || state === 'cancelled') return { kind: 'taken-back', byUs: false };
        if (state !== 'held')
          return { kind: state === 'paused' || state === 'scheduled' ? 'waits' : 'went', broadcast };
        if (now > dueAt + LATE_MS) return { kind: 'waits', broadcast };
      }
      await wait(TICK_MS);
    }
  } finally {
    draw('');
  }
}

/** Any answer will do: that it is one says that nobody got it. */
const sentBefore = { safeParse: (data: unknown) => ({ success: true as const, data }) };

function secondsTo(dueAt: number): number {
  return Math.max(1, Math.ceil((dueAt - Date.now()) / 1000));
}
