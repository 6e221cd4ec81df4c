import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

/** The runs against the built server, under faults: `npm run test:endurance`, and with large numbers `npm run test:long`. */
export default defineConfig({
  // As in the other configuration: `server-only` throws outside a React Server bundle.
  resolve: { alias: { 'server-only': `${root}/node_modules/server-only/empty.js`, '@': root } },
  test: {
    include: ['e2e/endurance/*.run.ts'],
    globalSetup: fileURLToPath(new URL('./e2e/endurance/prepare.ts', import.meta.url)),
    // Each measures the time that others would take.
    fileParallelism: false,
    testTimeout: process.env.LONG === '1' ? 4 * 3_600_000 : 1_200_000,
    hookTimeout: 60_000,
  },
});
