import {
  ROUND_TRIP_MADE,
  roundTripAnswerSchema,
  roundTripEventSchema,
  userChannel,
} from '@/lib/realtime/channels';
import type { Clock } from './clock';
import type { Link } from './link';
import type { Request, RequestProblem } from './request';

/** How the last round trip went. Milliseconds are from the press of the button. */
export type RoundTrip =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'under-way' }>
  | Readonly<{ kind: 'back'; eventMs: number; requestMs: number }>
  /** The way there failed: the server did not answer, or did not publish. */
  | Readonly<{ kind: 'refused'; problem: RequestProblem }>
  /** The way back failed: published, and not seen. */
  | Readonly<{ kind: 'lost'; requestMs: number }>
  /** There was no way back: this page was not subscribed, or not all the time. */
  | Readonly<{ kind: 'unconnected'; requestMs: number }>;

export type RoundTrips = Readonly<{
  getSnapshot(): RoundTrip;
  subscribe(listener: () => void): () => void;
  /** Listens; answers the stop. */
  start(): () => void;
  /** One at a time: while one is under way it does nothing. */
  make(): void;
}>;

/** What takes longer has not come back, for anybody who looks at a bell. */
export const ROUND_TRIP_WITHIN_MS = 5_000;
/** Somebody else's on the same channel (another window of this person) are kept apart by their nonce. */
const NONCES_KEPT = 20;

/**
 * Asks the server to publish an event to this person and waits for it on the page's own connection. The event may
 * come before the answer that names it, so what arrives meanwhile is remembered.
 */
export function createRoundTrips(deps: {
  viewerId: string;
  link: Link;
  request: Request;
  /** Its `now` never jumps. */
  clock: Clock;
}): RoundTrips {
  const { viewerId, link, request, clock } = deps;
  let shown: RoundTrip = { kind: 'none' };
  const listeners = new Set<() => void>();
  const arrivedAt = new Map<string, number>();
  let subscribed = false;
  let trip: Trip | null = null;

  function show(next: RoundTrip): void {
    shown = next;
    for (const listener of [...listeners]) listener();
  }

  function end(outcome: RoundTrip): void {
    trip?.cancelTimeout();
    trip = null;
    show(outcome);
  }

  async function run(mine: Trip): Promise<void> {
    const answer = await request('/api/realtime/round-trips', {
      method: 'POST',
      schema: roundTripAnswerSchema,
      viewerId,
    });
    if (trip !== mine) return;
    if (!answer.ok) return end({ kind: 'refused', problem: answer.problem });
    mine.nonce = answer.value.nonce;
    mine.requestMs = clock.now() - mine.began;
    look();
  }

  /** Whether the trip under way is decided by now. */
  function look(): void {
    if (trip === null || trip.nonce === null) return;
    const { began, requestMs, connected } = trip;
    const at = arrivedAt.get(trip.nonce);
    if (at !== undefined) end({ kind: 'back', eventMs: at - began, requestMs });
    else if (!connected && !subscribed) end({ kind: 'unconnected', requestMs });
  }

  function giveUp(): void {
    if (trip === null) return;
    const { nonce, connected, requestMs } = trip;
    if (nonce === null) end({ kind: 'refused', problem: LATE });
    else end({ kind: connected ? 'lost' : 'unconnected', requestMs });
  }

  return {
    getSnapshot: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      const stop = link.listen(userChannel(viewerId), {
        onEvent(name, data) {
          const parsed = name === ROUND_TRIP_MADE ? roundTripEventSchema.safeParse(data) : null;
          if (trip === null || !parsed?.success || arrivedAt.size >= NONCES_KEPT) return;
          arrivedAt.set(parsed.data.nonce, clock.now());
          look();
        },
        onState(state) {
          subscribed = state === 'subscribed';
          if (trip !== null && !subscribed) trip.connected = false;
          look();
        },
      });
      return () => {
        stop();
        subscribed = false;
        if (trip !== null) end({ kind: 'none' });
      };
    },
    make() {
      if (trip !== null) return;
      arrivedAt.clear();
      trip = {
        began: clock.now(),
        nonce: null,
        requestMs: 0,
        connected: subscribed,
        cancelTimeout: () => {},
      };
      trip.cancelTimeout = clock.after(ROUND_TRIP_WITHIN_MS, giveUp);
      show({ kind: 'under-way' });
      void run(trip);
    },
  };
}

type Trip = {
  readonly began: number;
  nonce: string | null;
  requestMs: number;
  /** This page was subscribed all the time. */
  connected: boolean;
  cancelTimeout: () => void;
};

const LATE: RequestProblem = {
  code: 'timeout',
  status: null,
  detail: 'The server did not answer within 5 s.',
  errors: [],
  facts: {},
};
