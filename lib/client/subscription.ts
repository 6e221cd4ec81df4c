import type { Cursor } from '@/lib/inbox/stream';
import type { Clock } from './clock';
import type { ChannelListener, ChannelState } from './link';

/** What people do not notice is not called down. */
const DOWN_AFTER_MS = 2_000;
/** A subscription that nobody confirmed or refused for so long is asked for on a new socket. */
const CONFIRM_TIMEOUT_MS = 10_000;

/** One channel of the connection, with those who listen to it. */
export type Subscription = Readonly<{
  listeners: Set<ChannelListener>;
  state(): ChannelState;
  /** Tells everybody; what stays `connecting` becomes `down` after two seconds. */
  becomes(state: ChannelState): void;
  tell(event: string, data: unknown): void;
  tip(tip: Cursor): void;
  /** The line stands: from now on the confirmation is waited for, unless it is there or was refused. */
  expect(): void;
  /** The line is gone: what was confirmed is not any more, and what was not is not waited for. */
  lost(): void;
  /** Nothing is waited for any more. */
  stop(): void;
}>;

/** A channel that is connecting, or whatever the connection says of all. `onLate`: nobody confirmed it for ten seconds. */
export function createSubscription(deps: { clock: Clock; onLate: () => void }): Subscription {
  const { clock } = deps;
  const listeners = new Set<ChannelListener>();
  let state: ChannelState = 'connecting';
  let cancelLate = () => {};
  let cancelDown = () => {};

  function becomes(next: ChannelState): void {
    state = next;
    cancelDown();
    if (state === 'connecting') cancelDown = clock.after(DOWN_AFTER_MS, () => becomes('down'));
    else if (state !== 'down') cancelLate();
    for (const listener of [...listeners]) listener.onState(state);
  }

  return {
    listeners,
    state: () => state,
    becomes,
    tell(event, data) {
      for (const listener of [...listeners]) listener.onEvent(event, data);
    },
    tip(tip) {
      for (const listener of [...listeners]) listener.onTip?.(tip);
    },
    expect() {
      if (state === 'subscribed' || state === 'refused') return;
      cancelLate();
      cancelLate = clock.after(CONFIRM_TIMEOUT_MS, deps.onLate);
    },
    lost() {
      cancelLate();
      if (state === 'subscribed') becomes('connecting');
    },
    stop() {
      cancelLate();
      cancelDown();
    },
  };
}
