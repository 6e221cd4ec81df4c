import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { CASES } from './registry';
import { run } from './run';
import { brokenServer } from './testing/broken-server';
import { BROKEN } from './testing/defects';

// A suite that finds nothing wrong is worth something only if it finds what is.

test.each(BROKEN)(
  'a server that $title is found out',
  { timeout: 120_000 },
  async ({ defect, fails, holds }) => {
    const server = await brokenServer(defect);
    expect(await resultsOf(server, fails, LOST_MS)).toEqual(all(fails, 'not ok'));
    expect(await resultsOf(server, holds, PATIENT_MS)).toEqual(all(holds, 'ok'));
  },
);

test('the same server unspoiled is right in all of it', { timeout: 120_000 }, async () => {
  const ids = [...new Set(BROKEN.flatMap(({ fails, holds }) => [...fails, ...holds]))];
  expect(ids.length).toBeGreaterThan(80);
  expect(await resultsOf(await brokenServer({}), ids, PATIENT_MS)).toEqual(all(ids, 'ok'));
});

test('of a server that is not there nothing at all is right', { timeout: 60_000 }, async () => {
  const { target, webhooks } = await brokenServer({});
  const nowhere = { ...target, port: await freePort() };
  const right: string[] = [];
  const input = { cases: CASES, target: nowhere, webhooks, skipped: new Map(), timeoutMs: 100 };
  for await (const { tested, outcome } of run(input)) if (outcome.result !== 'not ok') right.push(tested.id);
  expect(right).toEqual([]);
});

/** What is lost is waited for so long. */
const LOST_MS = 3_000;
/** What is right comes in the end, on the busiest machine. */
const PATIENT_MS = 60_000;

type Server = Awaited<ReturnType<typeof brokenServer>>;

async function resultsOf(
  server: Server,
  ids: readonly string[],
  timeoutMs: number,
): Promise<Record<string, string>> {
  const cases = CASES.filter(({ id }) => ids.includes(id));
  expect(cases.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const results: Record<string, string> = {};
  for await (const { tested, outcome } of run({ ...server, cases, skipped: new Map(), timeoutMs })) {
    results[tested.id] = outcome.result;
  }
  return results;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server always has an address of this kind.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function all(ids: readonly string[], result: string): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, result]));
}
