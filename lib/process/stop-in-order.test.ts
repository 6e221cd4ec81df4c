import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { type Stoppable, stopInOrder } from './stop-in-order';

afterEach(() => {
  vi.useRealTimers();
});

function parts(done: string[], http: Stoppable['http']): Stoppable {
  const step = (name: string) => async () => void done.push(name);
  return {
    http,
    streams: { stop: step('streams') },
    sockets: { close: step('sockets') },
    clock: { stop: step('clock') },
    upkeep: { stop: step('upkeep') },
    relay: { stop: step('relay') },
    figures: { stop: () => void done.push('figures') },
    publisher: { close: step('publisher') },
    pages: { close: step('pages') },
    store: { close: step('store') },
  };
}

const idle: Stoppable['http'] = {
  listening: false,
  close: vi.fn(),
  closeIdleConnections: vi.fn(),
  closeAllConnections: vi.fn(),
};

test('what is committed is published before the publisher and the database go', async () => {
  const done: string[] = [];
  await stopInOrder(parts(done, idle));
  expect(done.indexOf('sockets')).toBeLessThan(done.indexOf('relay'));
  expect(done.indexOf('relay')).toBeLessThan(done.indexOf('publisher'));
  expect(done.indexOf('relay')).toBeLessThan(done.indexOf('store'));
  expect([...done].sort()).toEqual([
    'clock',
    'figures',
    'pages',
    'publisher',
    'relay',
    'sockets',
    'store',
    'streams',
    'upkeep',
  ]);
});

test('a request under way may finish before the database is closed', async () => {
  const done: string[] = [];
  let finish = () => undefined as unknown;
  const http = createServer((_request, response) => {
    finish = () => {
      done.push('answered');
      response.end('late but whole');
    };
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  let heard = '';
  const socket = connect((http.address() as AddressInfo).port, '127.0.0.1', () =>
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
  );
  socket.setEncoding('utf8').on('data', (part) => {
    heard += part;
  });
  const answered = new Promise((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => http.once('request', resolve));

  const stopped = stopInOrder(parts(done, http));
  await vi.waitFor(() => expect(done).toContain('sockets'));
  expect(done).not.toContain('store');
  finish();
  await stopped;
  await answered;
  expect(heard).toContain('late but whole');
  expect(done.indexOf('answered')).toBeLessThan(done.indexOf('store'));
});

test('an answer that never ends does not hold the stop', async () => {
  vi.useFakeTimers();
  const done: string[] = [];
  const closeAllConnections = vi.fn();
  const stopped = stopInOrder(parts(done, { ...idle, listening: true, closeAllConnections }));
  await vi.advanceTimersByTimeAsync(2_999);
  expect(done).not.toContain('store');
  await vi.advanceTimersByTimeAsync(1);
  await stopped;
  expect(closeAllConnections).toHaveBeenCalledOnce();
  expect(done).toContain('store');
});
