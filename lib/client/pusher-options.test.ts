import { expect, test } from 'vitest';
import { PONG_TIMEOUT_MS, pusherOptions } from './pusher-options';
import { EMBEDDED } from './testing/open-inbox';

const authorize = () => {};
const PLAIN = { protocol: 'http:', hostname: 'localhost', port: '3000' };
const SECURE = { protocol: 'https:', hostname: 'inbox.example', port: '' };

test('the embedded server is where the page is', () => {
  expect(pusherOptions(EMBEDDED, PLAIN, authorize)).toMatchObject({
    cluster: '',
    wsHost: 'localhost',
    wsPort: 3000,
    wssPort: 3000,
    forceTLS: false,
    enabledTransports: ['ws'],
  });
  expect(pusherOptions(EMBEDDED, SECURE, authorize)).toMatchObject({
    wsHost: 'inbox.example',
    wssPort: 443,
    forceTLS: true,
    enabledTransports: ['ws', 'wss'],
  });
});

test('the page’s own place counts for the embedded server, whatever else is set', () => {
  const odd = { ...EMBEDDED, host: 'elsewhere.example', port: 1 };
  expect(pusherOptions(odd, PLAIN, authorize)).toMatchObject({ wsHost: 'localhost', wsPort: 3000 });
});

test('a service of one’s own is at its host and port, by the page’s host where none is named', () => {
  const own = { ...EMBEDDED, embedded: false, host: 'rt.example', port: 6001 };
  expect(pusherOptions(own, SECURE, authorize)).toMatchObject({
    wsHost: 'rt.example',
    wssPort: 6001,
    cluster: '',
  });
  expect(pusherOptions({ ...own, host: null, port: null }, SECURE, authorize)).toMatchObject({
    wsHost: 'inbox.example',
    wssPort: 443,
  });
});

test('whether it is secure can be said apart from the page', () => {
  const own = { ...EMBEDDED, embedded: false, host: 'rt.example', port: 6001, secure: true };
  expect(pusherOptions(own, PLAIN, authorize)).toMatchObject({
    forceTLS: true,
    enabledTransports: ['ws', 'wss'],
  });
  expect(pusherOptions({ ...own, secure: false }, SECURE, authorize)).toMatchObject({ forceTLS: false });
});

test('the hosted service is found by its cluster alone', () => {
  const hosted = pusherOptions({ ...EMBEDDED, embedded: false, cluster: 'eu' }, SECURE, authorize);
  expect(hosted.cluster).toBe('eu');
  expect(hosted).not.toHaveProperty('wsHost');
});

test('no transport that would call a third party, no statistics, and our own authorisation', () => {
  for (const settings of [EMBEDDED, { ...EMBEDDED, embedded: false, cluster: 'eu' }]) {
    const options = pusherOptions(settings, SECURE, authorize);
    expect(options.enabledTransports?.every((transport) => ['ws', 'wss'].includes(transport))).toBe(true);
    expect(options.enableStats).toBe(false);
    expect(options.channelAuthorization).toEqual({ customHandler: authorize });
  }
});

test('a line that died is noticed within 25 seconds', () => {
  const { activityTimeout = Infinity, pongTimeout = Infinity } = pusherOptions(EMBEDDED, PLAIN, authorize);
  expect(pongTimeout).toBe(PONG_TIMEOUT_MS);
  expect(activityTimeout + pongTimeout).toBeLessThanOrEqual(25_000);
});
