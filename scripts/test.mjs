// `npm test`: types, lint, unit and contract tests, the build, the endurance runs, the browser tests; ends with one line
// that counts them all.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './browser.mjs';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'belfry-reports-'));
const total = { passed: 0, failed: 0 };

/** The settings asked for, both unless `--realtime` names one; what is left is Playwright's. */
function takeSettings() {
  const at = playwrightArguments.findIndex((argument) => /^--realtime(=|$)/.test(argument));
  if (at < 0) return Object.keys(SETTINGS);
  const [, inline] = playwrightArguments[at].split('=');
  const [setting = inline] = playwrightArguments.splice(at, inline === undefined ? 2 : 1).slice(1);
  if (Object.hasOwn(SETTINGS, setting ?? '')) return [setting];
  process.stderr.write(`--realtime is one of ${Object.keys(SETTINGS).join(', ')}.\n`);
  process.exit(2);
}

/** Runs a package's command with its output shown; answers the exit code. */
function run(script, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'test', ...env },
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** One check that either holds or does not. */
async function check(name, work) {
  process.stdout.write(`\n── ${name}\n`);
  try {
    if ((await work()) !== 0) throw new Error(`${name}: see above.`);
    total.passed += 1;
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    total.failed += 1;
  }
}

/** A runner that writes a JSON report; without one, its failure counts as one. */
async function suite(name, report, work, read) {
  process.stdout.write(`\n── ${name}\n`);
  const code = await work();
  const counted = readReport(report, read);
  total.passed += counted.passed;
  total.failed += counted.failed;
  process.stdout.write(`\n${name}: ${counted.passed} passed, ${counted.failed} failed\n`);
  if (counted.passed + counted.failed === 0 || (code !== 0 && counted.failed === 0)) total.failed += 1;
}

function readReport(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    process.stdout.write(`No report: ${error.message}\n`);
    return { passed: 0, failed: 0, titles: [] };
  }
}

/** Tests of vitest, with what else it is told; counted in the end. */
function vitest(name, file, args = []) {
  const report = join(reports, file);
  return suite(
    name,
    report,
    () =>
      run('vitest/vitest.mjs', [
        'run',
        ...args,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ]),
    (json) => ({
      passed: json.numPassedTests,
      failed: json.numFailedTests + json.numFailedTestSuites * Number(json.numFailedTests === 0),
    }),
  );
}

/** What carries the events in a browser test: `npm run test:e2e -- --realtime service` runs one of the two. */
const SETTINGS = { embedded: 'the embedded server', service: 'another service' };
/** Journeys two at a time; then, with nothing beside them, those that hold a time. */
const PROJECTS = ['journeys', 'timed'];
/** More than so many are no accident of the machine. */
const AGAIN_MAX = 3;
/** What held only when it was run alone. */
const unsteady = [];
const playwrightArguments = process.argv.slice(3);
const settings = takeSettings();
const parts = {
  types: () =>
    check('types', () => {
      // What the last build wrote about its routes; a route that is gone since would fail the check.
      for (const stale of ['.next/types', '.next/dev/types'])
        rmSync(join(root, stale), { recursive: true, force: true });
      return run('typescript/bin/tsc', ['--noEmit']);
    }),
  lint: () => check('lint', () => run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])),
  unit: () => vitest('unit and contract tests', 'unit.json'),
  build: () =>
    check('build', async () => {
      await build();
      return 0;
    }),
  endurance: () => vitest('endurance runs', 'endurance.json', ['-c', 'vitest.endurance.config.ts']),
  e2e: async () => {
    const browser = findBrowser();
    process.stdout.write(`\nBrowser: ${browser}\n`);
    for (const setting of settings) {
      if (playwrightArguments.length > 0) await browserTests(setting, browser, playwrightArguments);
      else for (const project of PROJECTS) await browserTests(setting, browser, [`--project=${project}`]);
    }
  },
};

/** Playwright's own count of one run; nothing passed and one failed when it did not get so far as to write one. */
async function playwright(setting, browser, args) {
  const report = join(reports, 'browser.json');
  rmSync(report, { force: true });
  const code = await run('@playwright/test/cli.js', ['test', '-c', 'e2e/playwright.config.ts', ...args], {
    BELFRY_REALTIME: setting,
    CHROMIUM_PATH: browser,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const counted = readReport(report, (json) => ({
    passed: json.stats.expected,
    failed: json.stats.unexpected + json.stats.flaky + json.errors.length,
    titles: json.suites.flatMap(failedTitles),
  }));
  if (counted.passed + counted.failed === 0 || (code !== 0 && counted.failed === 0)) counted.failed += 1;
  return counted;
}

function failedTitles({ suites = [], specs = [] }) {
  const own = specs.filter(({ ok }) => !ok).map(({ file, title }) => `${file}: ${title}`);
  return [...own, ...suites.flatMap(failedTitles)];
}

/**
 * Two at a time share a machine that others may use as well. A few that fail so are run once more with nothing beside
 * them: one that fails again has failed, one that holds then is counted and named, because it is a defect all the same.
 */
async function browserTests(setting, browser, args) {
  const name = `browser tests with ${SETTINGS[setting]}${args.length > 0 ? ` (${args.join(' ')})` : ''}`;
  process.stdout.write(`\n── ${name}\n`);
  const first = await playwright(setting, browser, args);
  let { passed, failed } = first;
  if (first.titles.length === failed && failed > 0 && failed <= AGAIN_MAX) {
    process.stdout.write(`\n── again, alone: ${first.titles.join('; ')}\n`);
    const again = await playwright(setting, browser, [...args, '--last-failed', '--workers=1']);
    passed += again.passed;
    failed = Math.max(again.failed, failed - again.passed);
    unsteady.push(...first.titles.filter((title) => !again.titles.includes(title)));
  }
  total.passed += passed;
  total.failed += failed;
  process.stdout.write(`\n${name}: ${passed} passed, ${failed} failed\n`);
}

const wanted = process.argv[2] === 'e2e' ? ['build', 'e2e'] : Object.keys(parts);
for (const part of wanted) {
  try {
    await parts[part]();
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    total.failed += 1;
  }
}
rmSync(reports, { recursive: true, force: true });
for (const title of unsteady) process.stdout.write(`\nUnsteady: held only when it was run alone: ${title}`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
