import Pusher from 'pusher-js';
import { expect, test } from 'vitest';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { pusherOptions } from './pusher-options';

const EMBEDDED: RealtimeSettings = {
  key: 'a-key',
  embedded: true,
  host: null,
  port: null,
  cluster: null,
  secure: null,
};
const page = (href: string) => new URL(href);
const authorize = () => {};

test.each([
  ['http://localhost:3000/inbox', { wsHost: 'localhost', wsPort: 3000, forceTLS: false }],
  ['http://notices.example.org/', { wsHost: 'notices.example.org', wsPort: 80, forceTLS: false }],
  ['https://notices.example.org/', { wsHost: 'notices.example.org', wssPort: 443, forceTLS: true }],
  ['https://notices.example.org:8443/', { wsHost: 'notices.example.org', wssPort: 8443, forceTLS: true }],
])('the embedded server is where the page came from: %s', (href, expected) => {
  expect(pusherOptions(EMBEDDED, page(href), authorize)).toMatchObject({ cluster: '', ...expected });
});

test('another service is where the settings say, whatever the page’s own protocol', () => {
  const settings = { ...EMBEDDED, embedded: false, host: 'soketi.example.org', port: 6001, secure: true };

  expect(pusherOptions(settings, page('http://localhost:3000/'), authorize)).toMatchObject({
    wsHost: 'soketi.example.org',
    wssPort: 6001,
    forceTLS: true,
  });
});

test('the hosted service is named by its cluster alone', () => {
  const settings = { ...EMBEDDED, embedded: false, cluster: 'eu', secure: true };
  const options = pusherOptions(settings, page('http://localhost:3000/'), authorize);

  expect(options.cluster).toBe('eu');
  expect(options).not.toHaveProperty('wsHost');
});

test('nothing but WebSocket is tried, and nobody is told statistics', () => {
  for (const href of ['http://localhost:3000/', 'https://notices.example.org/']) {
    const options = pusherOptions(EMBEDDED, page(href), authorize);

    expect(options.enabledTransports?.filter((name) => name !== 'ws' && name !== 'wss')).toEqual([]);
    expect(options.enableStats).toBe(false);
    // Its mere presence makes pusher-js warn.
    expect(options).not.toHaveProperty('disableStats');
  }
});

test('pusher-js takes them: the line is watched closely, and our authoriser is asked', () => {
  const made = new Pusher('a-key', pusherOptions(EMBEDDED, page('http://127.0.0.1:9/'), authorize));
  made.disconnect();

  expect(made.config).toMatchObject({
    activityTimeout: 20_000,
    pongTimeout: 5_000,
    useTLS: false,
    wsHost: '127.0.0.1',
    wsPort: 9,
    enableStats: false,
    channelAuthorizer: authorize,
  });
});
