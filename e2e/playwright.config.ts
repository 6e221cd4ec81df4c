import { defineConfig } from '@playwright/test';
import { browserArguments } from '../scripts/browser.mjs';
import { EITHER, EMBEDDED, type Realtime, SERVICE, TIMED } from './fixtures';

/** One run is in one setting; `npm test` runs both. */
const realtime: Realtime = process.env.BELFRY_REALTIME === 'service' ? 'service' : 'embedded';
/** Journeys about one of the settings itself run in that one. */
const others = realtime === 'embedded' ? [SERVICE.tag] : [EMBEDDED.tag, EITHER.tag];
const tagged = (...tags: readonly string[]) => new RegExp(tags.join('|'));

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
  // Two runs of `npm test`: what holds a time runs when nothing else does.
  projects: [
    { name: 'journeys', grepInvert: tagged(...others, TIMED.tag) },
    { name: 'timed', grep: tagged(TIMED.tag), grepInvert: tagged(...others), workers: 1 },
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
