import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserStream } from './event-stream';

/** The browser's sources, as the test arranges what they bring. */
class FakeSource extends EventTarget {
  static all: FakeSource[] = [];
  closed = false;
  constructor(readonly path: string) {
    super();
    FakeSource.all.push(this);
  }
  close(): void {
    this.closed = true;
  }
  brings(name: string, data: string): void {
    this.dispatchEvent(Object.assign(new Event(name), { data }));
  }
}

/** The browser's locks, for all of its tabs. */
function createLocks() {
  const held = new Set<string>();
  return {
    held,
    async request(
      name: string,
      _: unknown,
      run: (lock: object | null) => Promise<unknown>,
    ): Promise<unknown> {
      if (held.has(name)) return run(null);
      held.add(name);
      try {
        return await run({});
      } finally {
        held.delete(name);
      }
    },
  };
}

let locks = createLocks();
beforeEach(() => {
  FakeSource.all = [];
  locks = createLocks();
  vi.stubGlobal('EventSource', FakeSource);
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function opened() {
  const heard: unknown[] = [];
  const failed = { times: 0 };
  const close = browserStream('/api/inbox/stream?viewer=ana', {
    onEvent: (name, data) => heard.push([name, data]),
    onFail: () => {
      failed.times += 1;
    },
  });
  await settled();
  return { heard, failed, close, source: FakeSource.all.at(-1) };
}

test('it brings the named events, parsed; what is no JSON as it is', async () => {
  const { heard, source } = await opened();
  expect(source?.path).toBe('/api/inbox/stream?viewer=ana');
  source?.brings('inbox.tip', '{"epoch":"e","seq":3}');
  source?.brings('inbox.changed', 'nonsense');
  source?.brings('another', '{}');
  expect(heard).toEqual([
    ['inbox.tip', { epoch: 'e', seq: 3 }],
    ['inbox.changed', 'nonsense'],
  ]);
});

test('the first error is its end: it does not come back by itself', async () => {
  const { source, failed } = await opened();
  source?.dispatchEvent(new Event('error'));
  expect(source?.closed).toBe(true);
  expect(failed.times).toBe(1);
});

test('closed, it tells nothing more and leaves its place', async () => {
  const { source, heard, failed, close } = await opened();
  expect(locks.held.size).toBe(1);
  close();
  source?.brings('inbox.tip', '1');
  source?.dispatchEvent(new Event('error'));
  await settled();
  expect(source?.closed).toBe(true);
  expect(heard).toEqual([]);
  expect(failed.times).toBe(0);
  expect(locks.held.size).toBe(0);
});

test('a fourth of one browser is refused, until one of the three is closed', async () => {
  const first = await opened();
  await opened();
  await opened();
  expect(FakeSource.all).toHaveLength(3);
  const fourth = await opened();
  expect(FakeSource.all).toHaveLength(3);
  expect(fourth.failed.times).toBe(1);
  first.close();
  await settled();
  expect((await opened()).failed.times).toBe(0);
  expect(FakeSource.all).toHaveLength(4);
});

test('one that is closed before it has a place opens nothing', async () => {
  const close = browserStream('/', { onEvent: () => {}, onFail: () => {} });
  close();
  await settled();
  expect(FakeSource.all.filter(({ closed }) => !closed)).toEqual([]);
  expect(locks.held.size).toBe(0);
});

test('where there are no locks it is opened all the same, and where none is given it has failed', async () => {
  vi.stubGlobal('navigator', {});
  expect((await opened()).failed.times).toBe(0);
  expect(FakeSource.all).toHaveLength(1);
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(new Error('not active')) } });
  expect((await opened()).failed.times).toBe(1);
});
