import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import base from './vitest.config';

/** The runs against the built server, under faults: `npm run test:endurance`, and with large numbers `npm run test:long`. */
export default defineConfig({
  ...base,
  test: {
    include: ['e2e/endurance/*.run.ts'],
    globalSetup: fileURLToPath(new URL('./e2e/endurance/prepare.ts', import.meta.url)),
    // Each measures the time that others would take.
    fileParallelism: false,
    testTimeout: process.env.LONG === '1' ? 4 * 3_600_000 : 600_000,
    hookTimeout: 60_000,
  },
});
