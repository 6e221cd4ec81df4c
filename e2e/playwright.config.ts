import { defineConfig } from '@playwright/test';
import { browserArguments } from '../scripts/browser.mjs';
import { EITHER, EMBEDDED, type Realtime, SERVICE } from './fixtures';

/** One run is in one setting; `npm test` runs both. */
const realtime: Realtime = process.env.BELFRY_REALTIME === 'service' ? 'service' : 'embedded';

/** Every test owns its server, its data and its port, so they run side by side. */
export default defineConfig<{ realtime: Realtime }>({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  // Each begins with a server and its demo of its own, some with axe in between: on two busy cores that takes a minute by itself.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  globalSetup: './prepare.ts',
  // Journeys about one of the settings itself run in that one.
  grepInvert: new RegExp(realtime === 'embedded' ? SERVICE.tag : `${EMBEDDED.tag}|${EITHER.tag}`),
  // What measures time runs when nothing else does.
  projects: [
    { name: 'journeys', testIgnore: 'latency.spec.ts' },
    { name: 'latency', testMatch: 'latency.spec.ts', dependencies: ['journeys'] },
  ],
  use: {
    realtime,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: browserArguments },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
