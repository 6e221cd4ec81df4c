import type { Clock } from '../clock';
import type { OpenSocket, Socket, SocketAuthorize, SocketChannel } from '../socket';

/** A line to a server, as a test arranges it. */
export type PusherLine = Readonly<{
  open: OpenSocket;
  /** Whether connecting succeeds; else attempts hang, as they do in pusher-js. */
  answers(yes: boolean): void;
  /** How the service takes a subscription that came with a signature. */
  subscriptions(how: 'confirmed' | 'refused' | 'ignored'): void;
  /** The line breaks. */
  breakLine(): void;
  /** The service closes for good, as with 4001 to 4099. */
  refuseForGood(): void;
  send(channel: string, event: string, data: unknown): void;
  /** What was asked of pusher-js, in order. */
  calls(): readonly string[];
  sockets(): number;
  /** How often the code was loaded and a client made of it. */
  opened(): number;
  isConnected(): boolean;
}>;

/** A pusher-js that acts by itself, on the test's clock: it stands in for version 8.6 in what `connection.ts` relies on, with its habits: it calls itself connected for a second after a break, and then comes back by itself. */
export function createPusherLine(
  clock: Clock,
  { connectMs, loads }: { connectMs: number; loads: () => boolean | Promise<boolean> },
): PusherLine {
  const calls: string[] = [];
  const bound = new Map<string, Set<(data: unknown) => void>>();
  const channels = new Map<string, FakeChannel>();
  let answering = true;
  let how: 'confirmed' | 'refused' | 'ignored' = 'confirmed';
  let state = 'initialized';
  let sockets = 0;
  let opened = 0;
  let authorize: SocketAuthorize = () => {};
  let cancelConnect = () => {};
  let cancelRetry = () => {};

  const emit = (event: string) => {
    for (const run of bound.get(event) ?? []) run(undefined);
  };
  function become(next: string): void {
    if (next === state) return;
    state = next;
    emit('state_change');
  }
  function begin(): void {
    become('connecting');
    for (const channel of channels.values()) channel.drop();
    cancelConnect = clock.after(connectMs, () => {
      if (!answering) return;
      sockets += 1;
      become('connected');
      for (const channel of channels.values()) channel.ask();
    });
  }
  function stop(): void {
    cancelConnect();
    cancelRetry();
    for (const channel of channels.values()) channel.drop();
    become('disconnected');
  }

  const createChannel = (name: string): FakeChannel => {
    const listeners: ((event: string, data: unknown) => void)[] = [];
    let pending = false;
    const tell = (event: string, data: unknown) => {
      for (const run of listeners) run(event, data);
    };
    const channel: FakeChannel = {
      subscribed: false,
      bind_global: (run) => listeners.push(run),
      isPending: () => pending,
      drop() {
        channel.subscribed = false;
        pending = false;
      },
      ask() {
        if (pending || channel.subscribed || state !== 'connected') return;
        pending = true;
        authorize({ socketId: `${sockets}.1`, channelName: name }, (error) => {
          if (error) {
            pending = false;
            tell('pusher:subscription_error', { type: 'AuthError' });
          } else if (how === 'refused') tell('pusher:subscription_error', { status: 401 });
          else if (how === 'confirmed') {
            pending = false;
            channel.subscribed = true;
            tell('pusher:subscription_succeeded', {});
          }
        });
      },
      tell,
    };
    return channel;
  };

  const socket: Socket = {
    connect() {
      calls.push('connect');
      if (state !== 'connected' && state !== 'connecting') begin();
    },
    disconnect() {
      calls.push('disconnect');
      stop();
    },
    subscribe(name) {
      const channel = channels.get(name) ?? createChannel(name);
      channels.set(name, channel);
      calls.push(`subscribe ${name}`);
      channel.ask();
      return channel;
    },
    unsubscribe(name) {
      calls.push(`unsubscribe ${name}`);
      // One that is not decided yet is only marked, and handed out again to the next who asks.
      if (!channels.get(name)?.isPending()) channels.delete(name);
    },
    send_event: (event) => calls.push(`send ${event}`),
    connection: {
      get state() {
        return state;
      },
      get socket_id() {
        return `${sockets}.1`;
      },
      bind(event, run) {
        bound.set(event, (bound.get(event) ?? new Set()).add(run));
      },
    },
  };

  return {
    async open(authorizeChannel) {
      opened += 1;
      if (!(await loads())) throw new Error(`The code could not be loaded (${opened}).`);
      authorize = authorizeChannel;
      return socket;
    },
    answers(yes) {
      answering = yes;
    },
    subscriptions(next) {
      how = next;
    },
    breakLine() {
      emit('connecting_in');
      cancelRetry = clock.after(1_000, () => {
        stop();
        begin();
      });
    },
    refuseForGood: stop,
    send: (channel, event, data) => channels.get(channel)?.tell(event, data),
    calls: () => calls,
    sockets: () => sockets,
    opened: () => opened,
    isConnected: () => state === 'connected',
  };
}

type FakeChannel = SocketChannel & {
  subscribed: boolean;
  isPending(): boolean;
  drop(): void;
  ask(): void;
  tell(event: string, data: unknown): void;
};
