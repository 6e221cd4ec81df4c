import Pusher from 'pusher';
import PusherJs, { type Channel, type Options } from 'pusher-js';
import nacl from 'tweetnacl';
import { onTestFinished } from 'vitest';
import { APP } from './app';

// The official SDK and the official client, as the other party of tests: what they do is what the wire is.

export function sdk(port: number, secret = APP.secret): Pusher {
  return new Pusher({
    appId: APP.id,
    key: APP.key,
    secret,
    host: '127.0.0.1',
    port: String(port),
    encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString('base64'),
  });
}

/** An official client whose authorizer signs whatever it asks for. */
export function browser(port: number, userId = 'anna', options: Partial<Options> = {}): PusherJs {
  const signer = sdk(port);
  const client = new PusherJs(APP.key, {
    cluster: '',
    wsHost: '127.0.0.1',
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    disableStats: true,
    // Its own `with-encryption` build does exactly this, for browsers only.
    nacl,
    channelAuthorization: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId, channelName }, callback) => {
        const member = channelName.startsWith('presence-')
          ? { user_id: userId, user_info: { name: userId } }
          : undefined;
        callback(null, signer.authorizeChannel(socketId, channelName, member));
      },
    },
    userAuthentication: {
      endpoint: '',
      transport: 'ajax',
      customHandler: ({ socketId }, callback) =>
        callback(null, signer.authenticateUser(socketId, { id: userId })),
    },
    ...options,
  });
  onTestFinished(() => client.disconnect());
  return client;
}

export const connected = (client: PusherJs) =>
  new Promise<void>((resolve) => {
    if (client.connection.state === 'connected') resolve();
    else client.connection.bind('connected', () => resolve());
  });

/** The data of the next such event. */
export const heard = (channel: Channel, event: string) =>
  new Promise<unknown>((resolve) => {
    const listener = (data: unknown) => {
      channel.unbind(event, listener);
      resolve(data);
    };
    channel.bind(event, listener);
  });

/** Subscribes and waits for success. */
export async function subscribed(client: PusherJs, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await heard(channel, 'pusher:subscription_succeeded');
  return channel;
}
