import type { InboxEvent } from '@/lib/inbox/stream';
import { INBOX_CHANGED, parseInboxEvent } from '@/lib/realtime/channels';
import type { Clock } from '../clock';
import type { OpenStream } from '../event-stream';
import type { ChannelListener, Link } from '../link';
import type { Request } from '../request';
import type { WireLog } from './wire-log';

/** What becomes of the next event alone. */
export type Fate = 'arrive' | 'drop' | 'double' | 'delay';

export type FaultState = Readonly<{
  fate: Fate;
  delaySeconds: number;
  /** Every event waits until it is released. */
  holding: boolean;
  /** Events that wait, oldest first, by their `seq`. */
  held: readonly number[];
  /** Nothing is heard, and the line does not know. */
  deaf: boolean;
  syncsFail: boolean;
}>;

export type Faults = Readonly<{
  getSnapshot(): FaultState;
  subscribe(listener: () => void): () => void;
  change(change: Partial<Omit<FaultState, 'held'>>): void;
  /** Lets what was held arrive. */
  release(order: 'forwards' | 'backwards'): void;
  /** The same line and the same server, with these faults between. */
  onLink(link: Link): Link;
  onStream(open: OpenStream): OpenStream;
  onRequest(request: Request): Request;
}>;

/** More than a person can mean: what comes then is not held but dropped. */
const HELD_MAX = 50;

/** What goes wrong between one inbox and its server, by hand. */
export function createFaults({ clock, log }: { clock: Clock; log: WireLog }): Faults {
  const listeners = new Set<() => void>();
  let state: FaultState = {
    fate: 'arrive',
    delaySeconds: 5,
    holding: false,
    held: [],
    deaf: false,
    syncsFail: false,
  };
  let waiting: readonly Waiting[] = [];

  function change(next: Partial<FaultState>): void {
    state = { ...state, ...next };
    for (const listener of [...listeners]) listener();
  }

  function meet({ words, ...event }: Waiting & { words: string }): void {
    const fate = fateOf(state);
    log.add(`${words}: ${WORDS[fate](state)}`, fate === 'arrive' ? 'event' : 'fault');
    // It was for one event.
    if (fate === state.fate && fate !== 'arrive') change({ fate: 'arrive' });
    if (fate === 'hold') {
      waiting = [...waiting, event];
      change({ held: waiting.map(({ seq }) => seq) });
    } else if (fate === 'delay') {
      clock.after(state.delaySeconds * 1_000, () => {
        log.add(`${words}: arrives late`, 'event');
        event.arrive();
      });
    } else if (fate === 'arrive' || fate === 'double') {
      event.arrive();
      if (fate === 'double') event.arrive();
    }
  }

  function withFaults<Listener extends Pick<ChannelListener, 'onEvent'>>(listener: Listener): Listener {
    const onEvent: ChannelListener['onEvent'] = (name, data) => {
      const event = name === INBOX_CHANGED ? parseInboxEvent(data) : null;
      if (event === null) listener.onEvent(name, data);
      else meet({ seq: event.seq, words: eventWords(event), arrive: () => listener.onEvent(name, data) });
    };
    return { ...listener, onEvent };
  }

  const withTips = (listener: ChannelListener): ChannelListener => ({
    ...listener,
    onTip(tip) {
      log.add(`Tip: the stream stands at ${tip.seq}${state.deaf ? ', not heard' : ''}`, 'event');
      if (!state.deaf) listener.onTip?.(tip);
    },
  });

  return {
    getSnapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change,
    release(order) {
      if (waiting.length === 0) return;
      const released = order === 'forwards' ? waiting : [...waiting].reverse();
      waiting = [];
      change({ held: [], holding: false });
      for (const { seq, arrive } of released) {
        log.add(`Event up to ${seq}: released`, 'event');
        arrive();
      }
    },
    onLink: (link) => ({
      ...link,
      listen: (channel, listener) => link.listen(channel, withTips(withFaults(listener))),
    }),
    onStream: (open) => (path, listener) => open(path, withFaults(listener)),
    onRequest: (request) => async (path, asking) => {
      if (!path.startsWith('/api/inbox/sync') || !state.syncsFail) return request(path, asking);
      log.add('Sync: fails', 'fault');
      return { ok: false, problem: REFUSED };
    },
  };
}

type Waiting = Readonly<{ seq: number; arrive: () => void }>;

const REFUSED = {
  code: 'unavailable',
  status: 503,
  detail: 'The lab lets syncs fail.',
  errors: [],
  facts: {},
} as const;

/** What is set for all events comes before what is set for the next. */
function fateOf({ deaf, holding, held, fate }: FaultState): Fate | 'deaf' | 'hold' {
  if (deaf) return 'deaf';
  if (!holding) return fate;
  return held.length < HELD_MAX ? 'hold' : 'drop';
}

const WORDS: Readonly<Record<ReturnType<typeof fateOf>, (state: FaultState) => string>> = {
  arrive: () => 'arrives',
  drop: () => 'dropped',
  double: () => 'arrives twice',
  delay: ({ delaySeconds }) => `late by ${delaySeconds} s`,
  deaf: () => 'not heard, this inbox is deaf',
  hold: () => 'held',
};

function eventWords({ from, seq, changes }: InboxEvent): string {
  const what =
    changes === undefined ? 'thin' : changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return `Event ${from} to ${seq}, ${what}`;
}
