import type { Authorize, Verdict } from './channel-authorizer';
import type { Clock } from './clock';
import type { ChannelListener, ChannelState, Link } from './link';
import { createRetries } from './retries';

/** The part of pusher-js that is used here, so that a test can stand in for it. */
export type Socket = Readonly<{
  connect(): void;
  disconnect(): void;
  subscribe(channel: string): SocketChannel;
  unsubscribe(channel: string): void;
  connection: {
    readonly state: string;
    readonly socket_id: string;
    bind(event: string, run: (data: unknown) => void): unknown;
  };
}>;
export type SocketChannel = {
  readonly subscribed: boolean;
  bind_global(run: (event: string, data: unknown) => void): unknown;
};
/** How pusher-js asks us for a channel's authorisation, and takes the answer. */
export type SocketAuthorize = (
  asked: { socketId: string; channelName: string },
  answer: (error: Error | null, data: { auth: string } | null) => void,
) => void;
export type OpenSocket = (authorize: SocketAuthorize) => Promise<Socket>;

export type Connection = Link &
  Readonly<{
    /** Closed or signed out: it will not come back. */
    isOver(): boolean;
    close(): void;
  }>;

/** What people do not notice is not called down. */
const DOWN_AFTER_MS = 2_000;
/** A subscription that nobody confirmed or refused for so long is asked for on a new socket. */
const CONFIRM_TIMEOUT_MS = 10_000;

type Subscription = {
  state: ChannelState;
  readonly listeners: Set<ChannelListener>;
  /** Cancels the wait for the server's confirmation. */
  cancelTimeout: () => void;
  cancelDown: () => void;
};

/**
 * One connection that comes back. pusher-js does the protocol; *when* to connect is decided here, because
 * alone it returns after exactly 1 s (everybody together), then holds a failed attempt for 15, 30, 60 s,
 * gives up for good after some close codes, and never asks again for an authorisation that failed.
 * Opens lazily, at the first `listen`.
 */
export function createConnection(deps: {
  open: OpenSocket;
  authorize: Authorize;
  clock: Clock;
  random: () => number;
}): Connection {
  const { clock } = deps;
  const channels = new Map<string, Subscription>();
  let socket: Socket | null = null;
  let opening = false;
  let losing = false;
  let phase: 'new' | 'running' | 'signed-out' | 'closed' = 'new';

  const retries = createRetries({
    attempt: () => void connect(),
    giveUp: () => socket?.disconnect(),
    clock,
    random: deps.random,
  });

  async function connect(): Promise<void> {
    if (socket) socket.connect();
    else if (!opening) await open();
  }

  async function open(): Promise<void> {
    opening = true;
    try {
      const opened = await deps.open(authorize);
      if (phase !== 'running') return opened.disconnect();
      socket = opened;
      watch(opened);
      for (const name of channels.keys()) join(name);
      retries.restart();
      opened.connect();
    } catch {
      // The code could not be loaded (no line, a new build): the attempt ends by its timeout and is repeated.
    } finally {
      opening = false;
    }
  }

  function watch({ connection }: Socket): void {
    connection.bind('state_change', () => onState(connection.state === 'connected'));
    // When a line breaks pusher-js tells this at once, but goes on to call itself connected for another second.
    connection.bind('connecting_in', () => onState(false));
  }

  function onState(connected: boolean): void {
    if (phase !== 'running' || losing) return;
    if (!connected) lose();
    else {
      retries.connected();
      for (const subscription of channels.values()) expectConfirmation(subscription);
    }
  }

  /** Takes over from pusher-js, in a turn of its own: it has not finished its own reaction when it tells us. */
  function lose(): void {
    if (phase !== 'running' || losing || !retries.isConnected()) return;
    losing = true;
    for (const subscription of channels.values()) {
      subscription.cancelTimeout();
      if (subscription.state === 'subscribed') change(subscription, 'connecting');
    }
    clock.after(0, () => {
      if (phase === 'running') socket?.disconnect();
      losing = false;
      retries.lost();
    });
  }

  function join(name: string): void {
    const subscription = channels.get(name);
    if (!socket || !subscription) return;
    socket.subscribe(name).bind_global((event, data) => {
      // pusher-js keeps a channel that was left before it was decided: that must not cost the others their line.
      if (channels.get(name) !== subscription) return;
      if (event === 'pusher:subscription_succeeded') {
        subscription.cancelTimeout();
        change(subscription, 'subscribed');
      } else if (event === 'pusher:subscription_error') {
        // It would wait for ever; and after a refusal by the service itself it can ask again only on a new socket.
        if (subscription.state !== 'refused') lose();
      } else if (!event.startsWith('pusher:')) {
        for (const listener of [...subscription.listeners]) listener.onEvent(event, data);
      }
    });
    if (retries.isConnected()) expectConfirmation(subscription);
  }

  function expectConfirmation(subscription: Subscription): void {
    if (subscription.state === 'subscribed' || subscription.state === 'refused') return;
    subscription.cancelTimeout();
    subscription.cancelTimeout = clock.after(CONFIRM_TIMEOUT_MS, lose);
  }

  function change(subscription: Subscription, state: ChannelState): void {
    subscription.state = state;
    subscription.cancelDown();
    if (state === 'connecting') {
      subscription.cancelDown = clock.after(DOWN_AFTER_MS, () => change(subscription, 'down'));
    }
    for (const listener of [...subscription.listeners]) listener.onState(state);
  }

  const authorize: SocketAuthorize = ({ socketId, channelName }, answer) => {
    void deps.authorize(socketId, channelName).then((verdict) => {
      // Meanwhile the line may have changed: a signature for the old socket would be refused on the new one.
      if (phase !== 'running' || socket?.connection.socket_id !== socketId) return;
      deliver(channelName, verdict, answer);
    });
  };

  function deliver(name: string, verdict: Verdict, answer: Parameters<SocketAuthorize>[1]): void {
    if (verdict.kind === 'granted') answer(null, { auth: verdict.auth });
    else if (verdict.kind === 'failed') answer(new Error('The channel could not be authorised.'), null);
    else if (verdict.kind === 'signed-out') end('signed-out');
    else refuse(name, answer);
  }

  function refuse(name: string, answer: Parameters<SocketAuthorize>[1]): void {
    const subscription = channels.get(name);
    subscription?.cancelTimeout();
    if (subscription) change(subscription, 'refused');
    // Only after this answer does pusher-js forget the channel when it is told to.
    answer(new Error('The channel is not ours.'), null);
    socket?.unsubscribe(name);
  }

  function end(how: 'signed-out' | 'closed'): void {
    phase = how;
    retries.stop();
    for (const subscription of channels.values()) {
      subscription.cancelTimeout();
      subscription.cancelDown();
      if (how === 'signed-out') change(subscription, 'signed-out');
    }
    socket?.disconnect();
  }

  function add(name: string): Subscription {
    const subscription: Subscription = {
      state: 'connecting',
      listeners: new Set(),
      cancelTimeout: () => {},
      cancelDown: () => {},
    };
    channels.set(name, subscription);
    change(subscription, phase === 'signed-out' ? 'signed-out' : 'connecting');
    join(name);
    return subscription;
  }

  function remove(name: string, subscription: Subscription): void {
    if (channels.get(name) !== subscription) return;
    subscription.cancelTimeout();
    subscription.cancelDown();
    channels.delete(name);
    socket?.unsubscribe(name);
  }

  return {
    listen(name, listener) {
      const subscription = channels.get(name) ?? add(name);
      subscription.listeners.add(listener);
      // Whoever joins later is told how things stand, in a turn of its own like everybody else.
      const cancel = clock.after(0, () => listener.onState(subscription.state));
      if (phase === 'new') {
        phase = 'running';
        retries.begin();
      }
      return () => {
        cancel();
        subscription.listeners.delete(listener);
        if (subscription.listeners.size === 0) remove(name, subscription);
      };
    },
    retry() {
      if (phase === 'running' && !losing) retries.hurry();
    },
    signOut() {
      if (phase === 'running') end('signed-out');
    },
    isOver: () => phase === 'signed-out' || phase === 'closed',
    close: () => end('closed'),
  };
}
