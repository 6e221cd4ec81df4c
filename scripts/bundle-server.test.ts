import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FAULT_POINTS } from '@/lib/fault-kit/plan';
import { bundleServer, bundleServerWithFaults } from './bundle-server.mjs';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'belfry-bundle-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** What betrays a fault point: its names, the variable, and the function. */
const TRACES = [...FAULT_POINTS, 'process.env.FAULT', 'faultPoint', 'WITH_FAULT_POINTS', 'parsePlan'];
const found = (code: string) => TRACES.filter((trace) => code.includes(trace));

test('the bundle that is shipped holds no trace of a fault point, and the one for tests holds every one', async () => {
  const outdir = folder();
  await Promise.all([bundleServer({ outdir }), bundleServerWithFaults({ outdir })]);
  const withFaults = readFileSync(join(outdir, 'server.faults.mjs'), 'utf8');
  const places = FAULT_POINTS.filter((name) => withFaults.split(`"${name}"`).length > 2);
  expect(places).toEqual(FAULT_POINTS);
  expect(found(readFileSync(join(outdir, 'server.mjs'), 'utf8'))).toEqual([]);
});
