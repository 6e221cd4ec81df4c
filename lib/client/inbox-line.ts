import type { Asked } from '@/lib/inbox/inbox-state';
import { type Cursor, formatCursor, parseCursor, type SyncAnswer } from '@/lib/inbox/stream';
import {
  INBOX_CHANGED,
  INBOX_RESET,
  INBOX_TIP,
  syncAnswerSchema,
  tipSchema,
  userChannel,
} from '@/lib/realtime/channels';
import type { Clock } from './clock';
import type { OpenStream } from './event-stream';
import type { ChannelState, Link } from './link';
import type { PageSignal, PageSignals } from './page-signals';
import { createStreamLine } from './stream-line';

/** The way by which one inbox hears of its changes, whatever carries them. */
export type InboxLine = Readonly<{
  /** The page has noticed something: connect now instead of waiting. Harmless while it is connected. */
  retry(): void;
  /** A question was answered: the server is there, whether events come or not. */
  answered(): void;
  /** One was not: there is nothing to be had from the server now. */
  unanswered(): void;
  /** It says where the stream stands: then the loss of the last event is noticed without asking. */
  hasTips(): boolean;
  stop(): void;
}>;

export type LineListener = Readonly<{
  /** `subscribed` is told anew whenever something else carries the events from now on. */
  onState(state: ChannelState): void;
  onEvent(name: string, data: unknown): void;
  onTip(tip: Cursor): void;
  /** The server begins anew with what a sync would answer; `asked` is what was held when it was asked to go on. */
  onReset(answer: SyncAnswer, at: Cursor, asked: Asked): void;
}>;

/** Without a socket for so long although the server answers: WebSockets do not get through here. */
const PATIENCE_MS = 8_000;
/** After its first answer the server's socket is given so long, because a restart is over for both at once. */
const GRACE_MS = 3_000;
/** Where sockets got through before it is the server that is slow, with everybody at once: a stream each would add to it. */
const GRACE_OF_THE_PROVED_MS = 12_000;
/** A page that nobody looks at keeps its stream for so long, and then leaves the place to others. */
const HIDDEN_KEEPS_MS = 60_000;
/** While somebody looks the tip is asked for once in 18 to 20 s: a lost last event is noticed within that. */
const PING_EVERY_MS = 20_000;
const PING_SPREAD_MS = 2_000;

/**
 * The person's channel; and where WebSockets do not get through, the same events as a stream of Server-Sent Events, while
 * the socket is tried again now and then. Where that fails as well nothing is told, and the slow timer is what is left.
 */
export function createInboxLine(deps: {
  link: Link;
  openStream: OpenStream;
  viewerId: string;
  asks: () => Asked;
  signals: PageSignals;
  clock: Clock;
  random: () => number;
  listener: LineListener;
}): InboxLine {
  const { link, listener, signals, clock } = deps;
  let channel: ChannelState = 'connecting';
  let told: ChannelState = 'connecting';
  let tips = false;
  /** The two things that are waited for before a stream is opened. */
  let patience: 'running' | 'over' = 'running';
  let server: 'unknown' | 'answers' | 'proved' = 'unknown';
  let gotThrough = false;
  let asked = deps.asks();
  /** Its next stream takes the place of its last, which may look open to the server long after it broke. */
  const page = [deps.random(), deps.random()].map((draw) => draw.toString(36).slice(2)).join('') || 'page';
  let cancelPatience = () => {};
  let cancelGrace = () => {};
  let cancelHidden = () => {};
  let cancelPing = () => {};

  const stream = createStreamLine({
    open: deps.openStream,
    path() {
      asked = deps.asks();
      const query = new URLSearchParams({ viewer: deps.viewerId, page });
      if (!asked.anew) query.set('cursor', formatCursor(asked.from));
      return `/api/inbox/stream?${query}`;
    },
    onOpen() {
      link.rest(true);
      tell('subscribed');
    },
    onLost() {
      link.rest(false);
      tell(channel);
    },
    onEvent: onStreamEvent,
    clock,
    random: deps.random,
  });

  /** Events do not come by the channel, and may yet. */
  const isBlocked = () => channel === 'connecting' || channel === 'down';

  function tell(state: ChannelState): void {
    if (state === told && state !== 'subscribed') return;
    told = state;
    tips = false;
    listener.onState(state);
  }

  function onChannel(state: ChannelState): void {
    const wasBlocked = isBlocked();
    channel = state;
    if (!isBlocked()) goesThrough();
    else if (!wasBlocked) waitAgain();
    if (!(isBlocked() && stream.isOpen())) tell(state);
    if (state === 'subscribed') ping();
  }

  function goesThrough(): void {
    if (channel === 'subscribed') gotThrough = true;
    cancelPatience();
    closeStream();
  }

  function closeStream(): void {
    stream.stop();
    link.rest(false);
  }

  function waitAgain(): void {
    patience = 'running';
    server = 'unknown';
    cancelGrace();
    cancelPatience();
    cancelPatience = clock.after(PATIENCE_MS, () => {
      patience = 'over';
      review();
    });
  }

  /** Opens the stream when everything says that it is needed. */
  function review(): void {
    if (isBlocked() && patience === 'over' && server === 'proved' && signals.visible()) stream.start();
  }

  function onStreamEvent(name: string, data: unknown): void {
    if (name === INBOX_TIP) {
      const tip = tipSchema.safeParse(data);
      if (tip.success) onTip(tip.data);
    } else if (name === INBOX_RESET) {
      const answer = syncAnswerSchema.safeParse(data);
      const at = answer.success ? parseCursor(answer.data.cursor) : null;
      // One that cannot be read is like an event that cannot: then the server is asked.
      if (answer.success && at) listener.onReset(answer.data, at, asked);
      else listener.onEvent(INBOX_CHANGED, null);
    } else listener.onEvent(name, data);
  }

  function onTip(tip: Cursor): void {
    tips = true;
    listener.onTip(tip);
  }

  function pingLater(): void {
    cancelPing();
    cancelPing = clock.after(PING_EVERY_MS - deps.random() * PING_SPREAD_MS, ping);
  }

  function ping(): void {
    cancelPing();
    // Nobody looks: the next is asked for when somebody does. The first tip of a line says whether anything is missing.
    if (!signals.visible() || channel !== 'subscribed') return;
    link.ping();
    pingLater();
  }

  function onSignal(signal: PageSignal): void {
    if (signals.visible()) cancelHidden();
    if (signal === 'hidden') cancelHidden = clock.after(HIDDEN_KEEPS_MS, leaveStream);
    // A page with an open stream would not be kept for coming back.
    else if (signal === 'left') leaveStream();
    else {
      // Only a hint: what still answers is not given up for it.
      ping();
      if (signal === 'offline') return;
      review();
      stream.hurry();
    }
  }

  function leaveStream(): void {
    closeStream();
    if (isBlocked()) tell(channel);
  }

  const stopListening = link.listen(userChannel(deps.viewerId), {
    onState: onChannel,
    onEvent: listener.onEvent,
    onTip,
  });
  const stopSignals = signals.listen(onSignal);
  waitAgain();

  return {
    retry: link.retry,
    answered() {
      if (!isBlocked() || stream.isOpen()) return;
      // The server is there: a connection that waits to be tried again, or hangs, need not.
      link.retry();
      stream.hurry();
      if (server !== 'unknown') return;
      server = 'answers';
      cancelGrace = clock.after(gotThrough ? GRACE_OF_THE_PROVED_MS : GRACE_MS, () => {
        server = 'proved';
        review();
      });
    },
    unanswered() {
      if (server === 'proved') return;
      server = 'unknown';
      cancelGrace();
    },
    hasTips: () => tips,
    stop() {
      for (const cancel of [cancelPatience, cancelGrace, cancelHidden, cancelPing]) cancel();
      stopSignals();
      stopListening();
      closeStream();
    },
  };
}
