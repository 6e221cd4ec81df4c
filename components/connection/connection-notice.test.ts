import { expect, test } from 'vitest';
import { connectionNotice } from './connection-notice';

const notice = (state: Partial<Parameters<typeof connectionNotice>[0]>) =>
  connectionNotice({
    status: 'live',
    online: true,
    forMs: 0,
    shownAt: '14:05',
    troubled: false,
    everLive: true,
    ...state,
  });

test('nothing is said while all is well, or for the first two seconds of trouble', () => {
  expect(notice({})).toBeNull();
  expect(notice({ status: 'stale', forMs: 1_999 })).toBeNull();
  expect(notice({ status: 'syncing', everLive: false, forMs: 1_999 })).toBeNull();
});

test.each(['syncing', 'stale'] as const)(
  'the first connection of a page is a connecting for ten seconds: %s',
  (status) => {
    const connecting = { about: 'connecting', text: 'Connecting…', action: null };
    expect(notice({ status, everLive: false, forMs: 2_000 })).toMatchObject(connecting);
    expect(notice({ status, everLive: false, forMs: 9_999, troubled: true })).toMatchObject(connecting);
    expect(notice({ status, everLive: false, forMs: 10_000, troubled: true })?.about).toBe('paused');
  },
);

test('later ones are a pause that says what is on screen and can be ended', () => {
  expect(notice({ status: 'stale', forMs: 2_000 })).toEqual({
    about: 'paused',
    tone: 'warning',
    text: 'Live updates paused. Showing what was loaded at 14:05.',
    action: 'retry',
  });
  expect(notice({ status: 'stale', forMs: 2_000, shownAt: null })?.text).toBe('Live updates paused.');
});

test('attempts to reconnect do not change the sentence', () => {
  const paused = notice({ status: 'stale', forMs: 60_000, troubled: true });
  expect(notice({ status: 'syncing', forMs: 0, troubled: true })).toEqual(paused);
});

test('offline is said at once, and what becomes of what is done meanwhile', () => {
  expect(notice({ status: 'stale', online: false, forMs: 0 })).toEqual({
    about: 'offline',
    tone: 'quiet',
    text: "You're offline. Showing what was loaded at 14:05. Changes will sync.",
    action: null,
  });
  expect(notice({ status: 'syncing', online: false, shownAt: null })?.text).toBe(
    "You're offline. Changes will sync.",
  );
});

test('what is live is not called offline, whatever the browser believes', () => {
  expect(notice({ status: 'live', online: false, forMs: 60_000 })).toBeNull();
  expect(notice({ status: 'live', online: false, troubled: true, forMs: 0 })?.about).toBe('back');
});

test('the way back is said for three seconds, and only after trouble', () => {
  expect(notice({ troubled: true, forMs: 2_999 })?.text).toBe('Back online');
  expect(notice({ troubled: true, forMs: 3_000 })).toBeNull();
});

test('an ended session is said before anything else', () => {
  expect(notice({ status: 'signed-out', online: false })).toMatchObject({
    text: 'Your session has ended.',
    action: 'signIn',
  });
});
