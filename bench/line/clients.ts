import Pusher from 'pusher-js';
import { createAuthorizer } from '@/lib/client/channel-authorizer';
import { browserClock } from '@/lib/client/clock';
import { createConnection } from '@/lib/client/connection';
import { createInboxStore } from '@/lib/client/inbox-store';
import { pusherOptions } from '@/lib/client/pusher-options';
import { createRequest, type Request } from '@/lib/client/request';
import { createFakeSignals } from '@/lib/client/testing/fake-signals';
import { createFakeStream } from '@/lib/client/testing/fake-stream';
import { APP } from '@/lib/client/testing/real-server';
import { userChannel } from '@/lib/realtime/channels';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { PERSON } from './server-child';

/** Somebody who listens. `change` is called at each change of what it says. */
export type Client = Readonly<{ isSubscribed(): boolean; stop(): void }>;
export type MakeClient = (port: number, change: () => void) => Client;

const CHANNEL = userChannel(PERSON);
const SETTINGS: RealtimeSettings = {
  key: APP.key,
  embedded: true,
  host: null,
  port: null,
  cluster: null,
  secure: null,
};

const pageAt = (port: number) => ({ protocol: 'http:', hostname: '127.0.0.1', port: String(port) });
const requestAt = (port: number): Request =>
  createRequest({ fetch: (path, init) => fetch(new URL(path, `http://127.0.0.1:${port}/`), init) });

/** pusher-js as it comes, with nothing set but where the server is and how a channel is authorised. */
export const alone: MakeClient = (port, change) => {
  const authorize = createAuthorizer(requestAt(port));
  const pusher = new Pusher(APP.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    enableStats: false,
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId, channelName }, answer) => {
        void authorize(socketId, channelName).then((verdict) => {
          if (verdict.kind === 'granted') answer(null, { auth: verdict.auth });
          else answer(new Error(verdict.kind), null);
        });
      },
    },
  });
  const channel = pusher.subscribe(CHANNEL);
  channel.bind_global(change);
  pusher.connection.bind('state_change', change);
  return { isSubscribed: () => channel.subscribed, stop: () => pusher.disconnect() };
};

/** The same pusher-js under our supervisor. */
export const supervised: MakeClient = (port, change) => {
  let state = 'connecting';
  const connection = supervise(port);
  connection.listen(CHANNEL, {
    onState(next) {
      state = next;
      change();
    },
    onEvent: () => {},
  });
  return { isSubscribed: () => state === 'subscribed', stop: connection.close };
};

/** The whole client, as a page that is looked at: what it counts as unread, and whether it calls itself live. */
export function inboxAt(port: number) {
  const counts = { unread: 0, unseen: 0 };
  const store = createInboxStore(
    { viewerId: PERSON, realtime: SETTINGS, inbox: { items: [], next: null, cursor: 'none.0', counts } },
    {
      request: requestAt(port),
      connect: () => supervise(port),
      // Through the same line: where that is cut there is no stream either.
      openStream: createFakeStream().openStream,
      clock: browserClock,
      random: Math.random,
      signals: createFakeSignals().signals,
    },
  );
  return { store, stop: store.start() };
}

function supervise(port: number) {
  return createConnection({
    open: async (authorize) => new Pusher(APP.key, pusherOptions(SETTINGS, pageAt(port), authorize)),
    authorize: createAuthorizer(requestAt(port)),
    clock: browserClock,
    random: Math.random,
  });
}
