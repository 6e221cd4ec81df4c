import { defineConfig } from '@playwright/test';
import { browserArguments } from '../scripts/browser.mjs';

/** Every test owns its server, its data and its port, so they run side by side. */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json']],
  globalSetup: './prepare.ts',
  // What measures time runs when nothing else does.
  projects: [
    { name: 'journeys', testIgnore: 'latency.spec.ts' },
    { name: 'latency', testMatch: 'latency.spec.ts', dependencies: ['journeys'] },
  ],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: browserArguments },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
