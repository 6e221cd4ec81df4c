import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type CaseInput, casesOf } from './case';
import { type ConformanceInput, conformance } from './conformance';
import { mustBe } from './mismatch';
import { startOwnServer } from './own/own-server';
import type { Visit } from './visit';

/** Runs these cases against our own server, unless arguments say otherwise. */
async function runOf(cases: readonly CaseInput[], ...given: readonly string[]) {
  const printed: string[] = [];
  const complained: string[] = [];
  const input: ConformanceInput = {
    arguments: given,
    environment: {},
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
    cases: casesOf('test', cases),
  };
  return { code: await conformance(input), text: printed.join('\n'), complained };
}

const right: CaseInput = { slug: 'right', title: 'one is one', run: async () => mustBe('one', 1, 1) };
const wrong: CaseInput = { slug: 'wrong', title: 'one is two', run: async () => mustBe('the number', 1, 2) };

test('what holds is ok, and the run ends with 0', async () => {
  const { code, text } = await runOf([right]);
  expect(text).toContain('ok 1 - test/right: one is one');
  expect(text).toMatch(/# 1 cases: 1 ok, 0 not ok, 0 skipped, in [\d.]+ s$/);
  expect(code).toBe(0);
});

test('what does not hold is not ok, with what was expected and what came, and the run ends with 1', async () => {
  const { code, text } = await runOf([right, wrong]);
  expect(text).toContain(
    'not ok 2 - test/wrong: one is two\n  what: the number\n  expected: 2\n  received: 1',
  );
  expect(text).toMatch(/# 2 cases: 1 ok, 1 not ok, 0 skipped/);
  expect(code).toBe(1);
});

test('a defect of a case is not ok either', async () => {
  const broken = { ...wrong, run: () => Promise.reject(new TypeError('x is not a function')) };
  const { code, text } = await runOf([broken]);
  expect(text).toContain('received: TypeError: x is not a function');
  expect(code).toBe(1);
});

test('findings come in the order of the cases, however long each takes', async () => {
  const slow: CaseInput = {
    slug: 'slow',
    title: 'slow',
    run: async (server) => void (await server.connect()),
  };
  const { text } = await runOf([slow, right]);
  expect(text.indexOf('ok 1 - test/slow')).toBeGreaterThan(-1);
  expect(text.indexOf('ok 2 - test/right')).toBeGreaterThan(text.indexOf('ok 1 - test/slow'));
});

test('a message that never comes is not ok when the time is over, and says what was awaited', async () => {
  const waiting: CaseInput = {
    slug: 'waiting',
    title: 'nobody says hello',
    run: async (server) => void (await (await server.connect()).expect('hello')),
  };
  const { code, text } = await runOf([waiting], '--timeout', '500');
  expect(text).toContain('expected: hello\n  received: nothing in time');
  expect(code).toBe(1);
});

test('a case that never ends is not ok when the time is over', async () => {
  const endless: CaseInput = { slug: 'endless', title: 'endless', run: () => new Promise(() => {}) };
  const { code, text } = await runOf([endless, right], '--timeout', '100');
  expect(text).toContain('not ok 1 - test/endless');
  expect(text).toContain('ok 2 - test/right');
  expect(code).toBe(1);
});

test('a case that needs more time gets it', async () => {
  let timeIsOver = () => {};
  const over = new Promise<void>((resolve) => {
    timeIsOver = resolve;
  });
  const long: CaseInput = {
    slug: 'long',
    title: 'long',
    async run(server) {
      server.allow(60_000);
      await over;
      mustBe('whether its time is over', server.signal.aborted, false);
    },
  };
  // Begins after the other, with the time that both were given: when this one's is over, the other's would be.
  const short: CaseInput = {
    slug: 'short',
    title: 'short',
    run: (server) => new Promise(() => server.signal.addEventListener('abort', timeIsOver)),
  };
  const { text } = await runOf([long, short], '--timeout', '100');
  expect(text).toMatch(/^ok 1 - test\/long/m);
  expect(text).toMatch(/^not ok 2 - test\/short/m);
});

test('a case whose feature is skipped is not run, and the line says why', async () => {
  const needy = { ...wrong, needs: ['cache-channels' as const] };
  const { code, text } = await runOf([needy], '--skip', 'sign-in,cache-channels');
  expect(text).toContain('skipped 1 - test/wrong: one is two # --skip cache-channels');
  expect(text).toMatch(/0 ok, 0 not ok, 1 skipped/);
  expect(code).toBe(0);
});

test('a case whose feature is not skipped is run', async () => {
  expect((await runOf([{ ...wrong, needs: ['cache-channels'] }], '--skip', 'sign-in')).code).toBe(1);
});

test('what a case opened is closed when it is over', async () => {
  let opened: Awaited<ReturnType<Visit['connect']>> | undefined;
  await runOf([
    {
      slug: 'open',
      title: 'open',
      async run(server) {
        opened = await server.connect();
      },
    },
  ]);
  await expect.poll(() => opened?.socket.readyState).toBe(3);
});

test('--only chooses by id and title, and something must be left', async () => {
  const { text } = await runOf([right, wrong], '--only', 'one is one');
  expect(text).toMatch(/# 1 cases: 1 ok/);
  const { code, complained } = await runOf([right], '--only', 'nothing');
  expect([code, complained]).toEqual([2, [expect.stringContaining('--only "nothing"')]]);
});

test('bad arguments end with 2 and a sentence', async () => {
  const { code, text, complained } = await runOf([right], '--port', 'x');
  expect([code, text]).toEqual([2, '']);
  expect(complained).toEqual([expect.stringContaining('--port')]);
});

test('a port for webhooks that is taken is a bad argument', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  // A TCP server always has an address of this kind.
  const { port } = other.address() as AddressInfo;
  const server = ['--host', '127.0.0.1', '--port', '9', '--app-id', 'a', '--key', 'k', '--secret', 's'];
  const { code, complained } = await runOf([right], ...server, '--webhook-port', String(port));
  expect([code, complained]).toEqual([2, [expect.stringContaining(`--webhook-port ${port}`)]]);
});

/** Arguments for a server of ours, or for a port where none is. */
async function argumentsFor(change: { nobody?: true; key?: string; secret?: string; id?: string }) {
  const own = await startOwnServer(9);
  onTestFinished(() => own.close());
  if (change.nobody) await own.close();
  const { host, port, appId, key, secret } = own.target;
  const app = [
    '--app-id',
    change.id ?? appId,
    '--key',
    change.key ?? key,
    '--secret',
    change.secret ?? secret,
  ];
  return ['--host', host, '--port', String(port), ...app];
}

test('a server that is there is looked at', async () => {
  const { code, text, complained } = await runOf([right], ...(await argumentsFor({})));
  expect([code, complained]).toEqual([0, []]);
  expect(text).toContain('ok 1 - test/right');
});

test.each([
  [{ nobody: true }, 'ECONNREFUSED'],
  [{ key: 'other' }, 'knows no application with the key other'],
  [{ secret: 'wrong' }, "answers 401 (auth_signature is missing or wrong): look at the application's id"],
  [{ id: 'other' }, 'answers 404'],
] as const)(
  'when there is nothing to look at (%o) no case is run, and one sentence says why',
  async (change, why) => {
    const { code, text, complained } = await runOf([right], ...(await argumentsFor(change)));
    expect([code, text]).toEqual([1, '']);
    expect(complained).toEqual([expect.stringContaining(why)]);
    expect(complained[0]).toMatch(/^No case was run: .+\.$/);
  },
);

test('what is not ok is named again at the end', async () => {
  const { text } = await runOf([wrong, right]);
  expect(text).toMatch(/\n# not ok: test\/wrong: one is two\n# 2 cases/);
});

test('--json is one document with everything in it', async () => {
  const { code, text } = await runOf([right, wrong], '--json');
  expect(JSON.parse(text)).toMatchObject({
    server: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    totals: { ok: 1, 'not ok': 1, skipped: 0 },
    cases: [
      { id: 'test/right', result: 'ok' },
      { id: 'test/wrong', result: 'not ok', what: 'the number', expected: '2', received: '1' },
    ],
  });
  expect(code).toBe(1);
});

test('--help names every argument and every feature', async () => {
  const { code, text } = await runOf([], '--help');
  for (const word of ['--host', '--tls', '--only', '--skip', '--webhook-port', '--json', '--timeout']) {
    expect(text).toContain(word);
  }
  expect(text).toContain('client-events');
  expect(code).toBe(0);
});
