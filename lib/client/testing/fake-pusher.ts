import type { OpenSocket, SocketAuthorize } from '../socket';

type Bound = (event: string, data: unknown) => void;
type FakeChannel = { subscribed: boolean; readonly bound: Set<Bound> };

/** A stand-in for pusher-js: what it would notice, the test says. */
export function createFakePusher() {
  const channels = new Map<string, FakeChannel>();
  const bound = new Map<string, ((data: unknown) => void)[]>();
  const asked: { socketId: string; channelName: string; answered: boolean }[] = [];
  const sent: string[] = [];
  let authorize: SocketAuthorize = () => {};
  let state = 'initialized';
  let sockets = 0;
  let connects = 0;
  let opens = 0;
  let loads: () => Promise<void> = async () => {};

  function emit(event: string, data: unknown = {}): void {
    for (const run of bound.get(event) ?? []) run(data);
  }
  function become(next: string): void {
    if (state === next) return;
    state = next;
    emit('state_change', { current: next });
  }
  function channelOf(name: string): FakeChannel {
    const channel = channels.get(name);
    if (!channel) throw new Error(`Nobody subscribes to ${name}.`);
    return channel;
  }
  function tell(name: string, event: string, data: unknown): void {
    for (const run of [...channelOf(name).bound]) run(event, data);
  }
  function ask(name: string): void {
    const question = { socketId: `${sockets}.1`, channelName: name, answered: false };
    asked.push(question);
    // A channel that was left meanwhile still hears of it, as in pusher-js.
    const { bound } = channelOf(name);
    authorize({ socketId: question.socketId, channelName: name }, (error) => {
      question.answered = true;
      if (!error) return;
      for (const run of [...bound]) run('pusher:subscription_error', { error: error.message });
    });
  }

  const socket = {
    connect(): void {
      if (state === 'connected' || state === 'connecting') return;
      connects += 1;
      become('connecting');
    },
    disconnect(): void {
      for (const channel of channels.values()) channel.subscribed = false;
      become('disconnected');
    },
    subscribe(name: string) {
      const channel = channels.get(name) ?? { subscribed: false, bound: new Set<Bound>() };
      channels.set(name, channel);
      if (state === 'connected' && !channel.subscribed) ask(name);
      return {
        get subscribed() {
          return channel.subscribed;
        },
        bind_global: (run: Bound) => channel.bound.add(run),
      };
    },
    unsubscribe: (name: string) => void channels.delete(name),
    send_event: (event: string) => sent.push(event),
    connection: {
      get state() {
        return state;
      },
      get socket_id() {
        return `${sockets}.1`;
      },
      bind: (event: string, run: (data: unknown) => void) =>
        bound.set(event, [...(bound.get(event) ?? []), run]),
    },
  };
  const open: OpenSocket = async (given) => {
    opens += 1;
    await loads();
    authorize = given;
    return socket;
  };

  return {
    open,
    /** How often its code was loaded, and how often it was told to connect. */
    opens: () => opens,
    connects: () => connects,
    state: () => state,
    /** What it was told to send, oldest first. */
    sent: (): readonly string[] => sent,
    /** The server answers a ping; or another message comes that belongs to no channel. */
    hears: (event: string, data: unknown = {}): void => emit('message', { event, data }),
    /** The server closes with this code: of a line that stood, or before it did. */
    closes(code: number): void {
      const error = { type: 'PusherError', data: { code } };
      emit('error', state === 'connected' ? error : { type: 'WebSocketError', error });
    },
    channels: (): readonly string[] => [...channels.keys()],
    /** Authorisations it asked for, oldest first. */
    asked: (): readonly Readonly<{ socketId: string; channelName: string; answered: boolean }>[] => asked,
    /** Loading its code does this first. */
    loadsBy: (how: () => Promise<void>): void => {
      loads = how;
    },
    /** The server said hello: a new socket, and every channel is asked for. */
    connected(): void {
      sockets += 1;
      become('connected');
      for (const name of channels.keys()) ask(name);
    },
    /** The line broke: told at once, while it still calls itself connected. */
    breaks: (): void => emit('connecting_in', 0),
    /** The server confirms a subscription, or tells the channel something. */
    confirms(name: string): void {
      channelOf(name).subscribed = true;
      tell(name, 'pusher:subscription_succeeded', {});
    },
    tells: tell,
  };
}

export type FakePusher = ReturnType<typeof createFakePusher>;
