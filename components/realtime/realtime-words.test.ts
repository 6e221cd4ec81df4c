import { expect, test } from 'vitest';
import type { RequestProblem } from '@/lib/client/request';
import { channelText } from './channel-words';
import { closeMeaning } from './close-words';
import { roundTripWords } from './round-trip-words';
import { spanText } from './span-words';

test('a close code has its meaning in words, an unknown one that of its family', () => {
  const server = (code: number) => closeMeaning({ code, by: 'server' });
  expect([4200, 4201, 4009, 4001].map(server)).toEqual([
    'shutting down',
    'no answer to a ping',
    'not allowed, or signed out',
    'unknown key',
  ]);
  expect([4050, 4150, 4299, 4300, 2999].map(server)).toEqual([
    'refused for good',
    'come back later',
    'come back at once',
    'no known meaning',
    'no known meaning',
  ]);
  expect(closeMeaning({ code: 1006, by: 'line' })).toBe('line broke');
});

test('what a client says it closes with is not taken for the server’s word', () => {
  expect(closeMeaning({ code: 4200, by: 'client' })).toBe('the client’s own code');
  expect(closeMeaning({ code: 3000, by: 'client' })).toBe('the client’s own code');
  expect(closeMeaning({ code: 1001, by: 'client' })).toBe('page left');
});

test('a span is told in its two greatest units', () => {
  const spans = [0, 430, 9_999, 12_000, 60_000, 185_000, 3_600_000, 7_800_000, 86_400_000, 273_600_000];
  expect(spans.map(spanText)).toEqual([
    '0 s',
    '0.4 s',
    '9.9 s',
    '12 s',
    '1 min',
    '3 min 5 s',
    '1 h',
    '2 h 10 min',
    '1 d',
    '3 d 4 h',
  ]);
});

test('a channel is called by what it carries, and any other has its own name only', () => {
  const text = (name: string, whose: string | null = null) =>
    channelText({ name, whose, subscriptions: 1, events: 0 });
  expect(text('private-user-7', 'Ana')).toBe('Inbox of Ana');
  expect(text('private-user-7')).toBe('Inbox of somebody unknown');
  expect(text('private-broadcast-3')).toBe('Figures of a broadcast');
  expect(text('private-broadcasts')).toBe('Everybody signed in');
  expect(text('prices')).toBeNull();
});

const refused = (problem: Partial<RequestProblem>) =>
  roundTripWords(
    {
      kind: 'refused',
      problem: { code: 'unavailable', status: 503, detail: 'No.', errors: [], facts: {}, ...problem },
    },
    null,
  );

test('a round trip that succeeded says how long it took, and the request beside it', () => {
  expect(roundTripWords({ kind: 'back', eventMs: 84.4, requestMs: 31.6 }, null)).toEqual({
    tone: 'good',
    text: 'Event came back in 84 ms.',
    more: 'The request was answered after 32 ms.',
  });
});

test('one that failed says which half, and what to look at', () => {
  expect(refused({ detail: 'The realtime service did not take the event: it answered 401.' })).toEqual({
    tone: 'bad',
    text: 'The way there failed. The realtime service did not take the event: it answered 401.',
    more: 'Look at Publishing below, and at the log.',
  });
  expect(refused({ code: 'unreachable' })?.more).toContain('/api/health/live');
  expect(refused({ code: 'timeout' })?.more).toContain('/api/health/live');
  expect(refused({ code: 'forbidden' })?.more).toContain('Sign in again');
  expect(refused({ code: 'too_many', facts: { retryAfterSeconds: 41 } })?.more).toBe('Wait 41 s.');
  const lost = roundTripWords({ kind: 'lost', requestMs: 12 }, null);
  expect(lost?.text).toBe(
    'The way back failed. The request was answered after 12 ms, but no event came within 5 s.',
  );
  expect(lost?.more).toContain('embedded server');
  const unconnected = roundTripWords({ kind: 'unconnected', requestMs: 12 }, null);
  expect(unconnected?.text).toContain('This page is not connected.');
  expect(unconnected?.more).toContain('/app/');
});

test('with another service it is named in what to look at', () => {
  expect(roundTripWords({ kind: 'lost', requestMs: 1 }, 'push.example.org')?.more).toContain(
    'push.example.org',
  );
  expect(roundTripWords({ kind: 'unconnected', requestMs: 1 }, 'cluster eu')?.more).toContain('cluster eu');
});

test('there is nothing to say before the first and during one', () => {
  expect(roundTripWords({ kind: 'none' }, null)).toBeNull();
  expect(roundTripWords({ kind: 'under-way' }, null)).toBeNull();
});
