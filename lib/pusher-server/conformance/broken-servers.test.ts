import { expect, test } from 'vitest';
import { CASES } from './registry';
import { run } from './run';
import { brokenServer, type Defect } from './testing/broken-server';
import { BROKEN } from './testing/defects';

// A suite that finds nothing wrong is worth something only if it finds what is.

test.each(BROKEN)(
  'a server that $title is found out',
  { timeout: 60_000 },
  async ({ defect, fails, holds }) => {
    const results = await resultsOf(defect, [...fails, ...holds]);
    expect(results).toEqual({ ...all(fails, 'not ok'), ...all(holds, 'ok') });
  },
);

test('the same server unspoiled is right in all of it', { timeout: 60_000 }, async () => {
  const ids = [...new Set(BROKEN.flatMap(({ fails, holds }) => [...fails, ...holds]))];
  expect(ids.length).toBeGreaterThan(80);
  expect(await resultsOf({}, ids)).toEqual(all(ids, 'ok'));
});

/** Long enough for what is right on a busy machine; what is lost is waited for so long. */
const TIMEOUT_MS = 3_000;

async function resultsOf(defect: Defect, ids: readonly string[]): Promise<Record<string, string>> {
  const cases = CASES.filter(({ id }) => ids.includes(id));
  expect(cases.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const results: Record<string, string> = {};
  const server = await brokenServer(defect);
  for await (const { tested, outcome } of run({
    ...server,
    cases,
    skipped: new Map(),
    timeoutMs: TIMEOUT_MS,
  })) {
    results[tested.id] = outcome.result;
  }
  return results;
}

function all(ids: readonly string[], result: string): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, result]));
}
