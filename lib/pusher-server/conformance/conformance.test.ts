import { expect, test } from 'vitest';
import { conformance } from './conformance';
import { FEATURES } from './features';
import { CASES } from './registry';

test('our own server conforms: every case is ok and none is skipped', { timeout: 180_000 }, async () => {
  const printed: string[] = [];
  const code = await conformance({
    arguments: ['--json', '--timeout', '30000'],
    environment: {},
    print: (line) => printed.push(line),
    complain: (line) => printed.push(line),
  });
  const { cases, totals } = JSON.parse(printed.join('\n')) as {
    cases: readonly { id: string; result: string }[];
    totals: Record<string, number>;
  };
  // The whole finding of what is not ok, so that a failure says by itself what came instead.
  expect(cases.filter(({ result }) => result !== 'ok')).toEqual([]);
  expect(totals).toMatchObject({ ok: CASES.length, 'not ok': 0, skipped: 0 });
  expect(cases.length).toBeGreaterThan(400);
  expect(code).toBe(0);
});

test('every case has an id and a title of its own, and every feature has cases', () => {
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length);
  expect(new Set(CASES.map(({ subject, title }) => `${subject}: ${title}`)).size).toBe(CASES.length);
  for (const { id } of CASES) expect(id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
  for (const feature of Object.keys(FEATURES)) {
    expect(
      CASES.some(({ needs }) => needs.some((needed) => needed === feature)),
      feature,
    ).toBe(true);
  }
});
