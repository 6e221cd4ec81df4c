import { expect, test } from 'vitest';
import { createSessionSockets } from './session-sockets';

function open(options: { maxSockets?: number; maxPerSession?: number } = {}) {
  let time = 1_000;
  const closed: string[] = [];
  const sockets = createSessionSockets({
    close: (socketId, code) => closed.push(`${socketId} ${code}`),
    now: () => time,
    ...options,
  });
  return { sockets, closed, pass: (ms: number) => (time += ms) };
}

test('ending a session closes each of its sockets with 4009 and nobody else’s', () => {
  const { sockets, closed } = open();
  sockets.remember('s1', '1.1');
  sockets.remember('s1', '1.2');
  sockets.remember('s2', '2.1');
  sockets.closeSession('s1');
  expect(closed).toEqual(['1.1 4009', '1.2 4009']);
  expect(sockets.size()).toBe(1);
});

test('a socket that authorises again is closed once', () => {
  const { sockets, closed } = open();
  sockets.remember('s1', '1.1');
  sockets.remember('s1', '1.1');
  sockets.closeSession('s1');
  sockets.closeSession('s1');
  expect(closed).toEqual(['1.1 4009']);
});

test('a socket that has gone is not closed', () => {
  const { sockets, closed } = open();
  sockets.remember('s1', '1.1');
  sockets.remember('s1', '1.2');
  sockets.forget('1.1');
  sockets.forget('never-seen');
  sockets.closeSession('s1');
  expect(closed).toEqual(['1.2 4009']);
});

test('a socket under two sessions closes with whichever ends first', () => {
  for (const ending of ['s1', 's2']) {
    const { sockets, closed } = open();
    sockets.remember('s1', '1.1');
    sockets.remember('s2', '1.1');
    sockets.closeSession(ending);
    expect(closed).toEqual(['1.1 4009']);
    expect(sockets.size()).toBe(0);
  }
});

test('an authorisation that finishes after its session ended has its socket closed', () => {
  const { sockets, closed } = open();
  sockets.closeSession('s1');
  expect(closed).toEqual([]);
  sockets.remember('s1', '1.1');
  expect(closed).toEqual(['1.1 4009']);
  expect(sockets.size()).toBe(0);
});

test('an ended session is remembered as ended for a minute', () => {
  const { sockets, closed, pass } = open();
  sockets.closeSession('s1');
  pass(59_999);
  sockets.remember('s1', '1.1');
  expect(closed).toEqual(['1.1 4009']);
  pass(1);
  sockets.remember('s1', '1.2');
  expect(closed).toEqual(['1.1 4009']);
});

test('closing from within a close does no harm', () => {
  // The embedded server reports the closed connection back, in the same turn.
  const closed: string[] = [];
  const sockets = createSessionSockets({
    close: (socketId) => {
      closed.push(socketId);
      sockets.forget(socketId);
    },
    now: () => 0,
  });
  for (const id of ['1.1', '1.2', '1.3']) sockets.remember('s1', id);
  sockets.closeSession('s1');
  expect(closed).toEqual(['1.1', '1.2', '1.3']);
});

test('beyond the bound of all, who asks for more gives way and nobody else', () => {
  const { sockets, closed } = open({ maxSockets: 3 });
  sockets.remember('s1', '1.1');
  sockets.remember('s2', '2.1');
  sockets.remember('s3', '3.1');
  sockets.remember('s1', '1.1');
  expect(closed).toEqual([]);
  sockets.remember('s4', '4.1');
  expect(closed).toEqual(['4.1 4009']);
  sockets.remember('s2', '2.2');
  expect(closed).toEqual(['4.1 4009', '2.1 4009']);
  expect(sockets.size()).toBe(3);
});

test('a session beyond its own bound loses its own oldest socket and nobody else’s', () => {
  const { sockets, closed } = open({ maxPerSession: 2 });
  sockets.remember('s2', '2.1');
  sockets.remember('s1', '1.1');
  sockets.remember('s1', '1.2');
  sockets.remember('s1', '1.1');
  expect(closed).toEqual([]);
  sockets.remember('s1', '1.3');
  expect(closed).toEqual(['1.2 4009']);
  sockets.closeSession('s1');
  expect(closed).toEqual(['1.2 4009', '1.1 4009', '1.3 4009']);
  sockets.closeSession('s2');
  expect(closed.at(-1)).toBe('2.1 4009');
});

test('one session that fills up closes no stranger’s socket, however many it names', () => {
  const { sockets, closed } = open();
  sockets.remember('stranger', '7.7');
  for (let i = 0; i < 60_000; i++) sockets.remember('s1', `1.${i}`);
  expect(sockets.size()).toBe(201);
  expect(closed).toHaveLength(59_800);
  expect(closed).not.toContain('7.7 4009');
  sockets.closeSession('stranger');
  expect(closed.at(-1)).toBe('7.7 4009');
});

test('a socket passed through too many sessions is closed', () => {
  const { sockets, closed } = open();
  for (let i = 1; i <= 8; i++) sockets.remember(`s${i}`, '1.1');
  expect(closed).toEqual([]);
  sockets.remember('s9', '1.1');
  expect(closed).toEqual(['1.1 4009']);
});

test('twenty thousand ended sessions leave nothing large behind', () => {
  const { sockets, closed } = open();
  for (let i = 0; i < 20_000; i++) sockets.closeSession(`s${i}`);
  sockets.remember('s19999', '1.1');
  expect(closed).toEqual(['1.1 4009']);
  sockets.remember('s0', '1.2');
  expect(closed).toEqual(['1.1 4009']);
});
