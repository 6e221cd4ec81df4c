import { ROLE_CHANGED, SESSION_ENDED } from '@/lib/realtime/channels';
import type { Authorize, Verdict } from './channel-authorizer';
import type { Clock } from './clock';
import { closeCodeOf, TLS_ONLY, UNAUTHORISED } from './close-code';
import type { Link } from './link';
import { createPings } from './pings';
import { createRetries } from './retries';
import type { OpenSocket, Socket, SocketAuthorize } from './socket';
import { createSubscription, type Subscription } from './subscription';

export type Connection = Link &
  Readonly<{
    /** Closed or signed out: it will not come back. */
    isOver(): boolean;
    close(): void;
  }>;

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
  /** It has been told to use TLS, and would for good, whether anything answers there or not: it is given one attempt. */
  let spoilt = false;
  let opening = false;
  let losing = false;
  let phase: 'new' | 'running' | 'signed-out' | 'closed' = 'new';

  const retries = createRetries({
    attempt: () => void connect(),
    giveUp,
    clock,
    random: deps.random,
  });
  const pings = createPings({
    send: () => socket?.send_event('pusher:ping', {}),
    onDead: lose,
    onTip: (name, tip) => channels.get(name)?.tip(tip),
    clock,
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

  function giveUp(): void {
    socket?.disconnect();
    if (!spoilt) return;
    spoilt = false;
    socket = null;
  }

  function watch(opened: Socket): void {
    const { connection } = opened;
    const bind = (event: string, run: (data: unknown) => void) =>
      connection.bind(event, (data) => opened === socket && run(data));
    bind('state_change', () => onState(connection.state === 'connected'));
    // When a line breaks pusher-js tells this at once, but goes on to call itself connected for another second.
    bind('connecting_in', () => onState(false));
    bind('message', pings.heard);
    bind('error', (error) => onClosed(closeCodeOf(error)));
  }

  /** The service ends the connection and says why. What pusher-js makes of the codes is not wanted, any of it. */
  function onClosed(code: number | null): void {
    if (phase !== 'running' || code === null) return;
    if (code === UNAUTHORISED)
      for (const subscription of channels.values()) subscription.tell(SESSION_ENDED, null);
    // In this very turn: so it neither returns at once (4200), nor in a second with everybody (4100), nor by TLS (4000).
    if (retries.isConnected()) socket?.disconnect();
    else if (code === TLS_ONLY) spoilt = true;
    else clock.after(0, retries.failed);
  }

  function onState(connected: boolean): void {
    if (phase !== 'running' || losing) return;
    if (!connected) lose();
    else {
      retries.connected();
      for (const subscription of channels.values()) subscription.expect();
    }
  }

  /** Takes over from pusher-js, in a turn of its own: it has not finished its own reaction when it tells us. */
  function lose(): void {
    if (phase !== 'running' || losing || !retries.isConnected()) return;
    losing = true;
    pings.stop();
    for (const subscription of channels.values()) subscription.lost();
    clock.after(0, () => {
      if (phase === 'running') giveUp();
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
      if (event === 'pusher:subscription_succeeded') subscription.becomes('subscribed');
      else if (event === 'pusher:subscription_error') {
        // It would wait for ever; and after a refusal by the service itself it can ask again only on a new socket.
        if (subscription.state() !== 'refused') lose();
      } else if (!event.startsWith('pusher:')) {
        subscription.tell(event, data);
        // The embedded server would have closed the line. What this person may hear is asked anew on the next one.
        if (event === ROLE_CHANGED) lose();
      }
    });
    if (retries.isConnected()) subscription.expect();
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
    channels.get(name)?.becomes('refused');
    // Only after this answer does pusher-js forget the channel when it is told to.
    answer(new Error('The channel is not ours.'), null);
    socket?.unsubscribe(name);
  }

  function end(how: 'signed-out' | 'closed'): void {
    phase = how;
    retries.stop();
    pings.stop();
    for (const subscription of channels.values()) {
      subscription.stop();
      if (how === 'signed-out') subscription.becomes('signed-out');
    }
    socket?.disconnect();
  }

  function add(name: string): Subscription {
    const subscription = createSubscription({ clock, onLate: lose });
    channels.set(name, subscription);
    subscription.becomes(phase === 'signed-out' ? 'signed-out' : 'connecting');
    join(name);
    return subscription;
  }

  function remove(name: string, subscription: Subscription): void {
    if (channels.get(name) !== subscription) return;
    subscription.stop();
    channels.delete(name);
    socket?.unsubscribe(name);
  }

  return {
    listen(name, listener) {
      const subscription = channels.get(name) ?? add(name);
      subscription.listeners.add(listener);
      // Whoever joins later is told how things stand, in a turn of its own like everybody else.
      const cancel = clock.after(0, () => listener.onState(subscription.state()));
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
    ping() {
      if (phase === 'running' && !losing && retries.isConnected()) pings.ping();
    },
    rest: retries.rest,
    signOut() {
      if (phase === 'running') end('signed-out');
    },
    isOver: () => phase === 'signed-out' || phase === 'closed',
    close: () => end('closed'),
  };
}
