// `npm run screenshots`: makes the pictures of the README from the demo as it is, over data of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright';
import { browserArguments, findBrowser } from './browser.mjs';
import { build, root } from './build.mjs';
import { bundleServer } from './bundle-server.mjs';

const out = process.argv[2] ?? join(root, 'docs', 'images');
const dataDir = mkdtempSync(join(tmpdir(), 'belfry-pictures-'));

await build();
mkdirSync(out, { recursive: true });
const server = serve('dist/server.mjs', ['--demo']);
const url = await server.url;
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });

/** Starts a bundle of ours over the pictures' data folder; `url` resolves once it listens. */
function serve(bundle, flags) {
  const isDevelopment = flags.includes('--dev');
  const child = spawn(process.execPath, [join(root, bundle), ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: isDevelopment ? 'development' : 'production',
      HOST: 'localhost',
      PORT: '0',
      DATA_DIR: join(dataDir, isDevelopment ? 'development' : 'production'),
      LOG_LEVEL: 'info',
    },
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const url = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /"url":"([^"]+)".*"msg":"listening"/.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.on('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function page(who, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1200, height: 760 },
    deviceScaleFactor: 2,
    ...options,
  });
  // Development compiles it when it is first asked for.
  const timeout = 180_000;
  const { csrfToken } = await (await context.request.get('/api/auth/csrf', { timeout })).json();
  await context.request.post('/api/auth/callback/credentials', {
    timeout,
    form: { csrfToken, email: `${who}@belfry.test`, password: 'belfry-demo', json: 'true' },
  });
  return context.newPage();
}

async function picture(name, who, path, { open = false, ...options } = {}) {
  const shown = await page(who, options);
  await shown.goto(path);
  await shown.waitForLoadState('networkidle');
  if (open) {
    await shown.click('#bell');
    await shown.waitForSelector('#tray:popover-open');
  }
  await shown.screenshot({ path: join(out, `${name}.png`) });
  await shown.context().close();
}

/** The page about realtime with some life on it: three people look on while their inboxes move for a minute. */
async function realtimePicture() {
  const watching = [];
  for (const who of ['ana', 'ben', 'carla']) {
    const window = await page(who);
    await window.goto('/inbox');
    watching.push(window);
  }
  const shown = await page('admin', { viewport: { width: 1200, height: 880 } });
  await shown.goto('/admin/realtime');
  for (let second = 0; second < 75; second++) {
    const recipients = watching
      .slice(0, 1 + (second % 4))
      .map((_, i) => `${['ana', 'ben', 'carla'][i]}@belfry.test`);
    await shown.request.post('/api/notifications', {
      data: { recipients, title: `Build ${second} is green` },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    await shown.waitForTimeout(1_000);
  }
  await shown.getByRole('button', { name: 'Test round trip' }).click();
  await shown.locator('[data-round-trip="back"]').waitFor();
  await shown.screenshot({ path: join(out, 'realtime.png') });
  for (const window of [...watching, shown]) await window.context().close();
}

/** The lab is there in development only: a server of its own, with a drop and a hold to be seen. */
async function labPicture() {
  await bundleServer({ outdir: join(root, 'dist', 'dev') });
  const development = serve('dist/dev/server.mjs', ['--dev', '--demo']);
  try {
    const at = await development.url;
    // It is compiled when it is first asked for.
    const shown = await page('ana', { baseURL: at, viewport: { width: 1200, height: 1150 } });
    shown.setDefaultTimeout(180_000);
    await shown.goto('/dev/lab');
    for (const name of ['A', 'B'])
      await shown.locator(`[data-lab="${name}"][data-equal="true"] [data-status="live"]`).waitFor();
    await shown.locator('[data-lab="B"]').getByLabel('Hold events').check();
    await shown.getByRole('button', { name: 'Send me five' }).click();
    await shown.locator('[data-lab="A"]').getByText('Arrival 5', { exact: true }).waitFor();
    await shown.locator('[data-lab="A"][data-equal="true"]').waitFor();
    await shown.locator('[data-lab="A"]').getByLabel('Is dropped').check();
    await shown.getByRole('button', { name: 'Send me one' }).click();
    // It has seen the gap and has asked; the other one still waits for what is held.
    await shown.locator('[data-lab="A"]').getByText('Arrival 6', { exact: true }).waitFor();
    await shown.locator('[data-lab="A"][data-equal="true"]').waitFor();
    // The mark of the development server is no part of the page.
    await shown.addStyleTag({ content: 'nextjs-portal { display: none }' });
    await shown.screenshot({ path: join(out, 'lab.png') });
  } finally {
    await development.stop();
  }
}

/** The composer as somebody uses it: written, aimed at a group, seen as it will stand under the bell. */
async function composerPicture() {
  const shown = await page('admin', { viewport: { width: 1200, height: 1560 } });
  await shown.goto('/admin/broadcasts/new');
  await shown.getByLabel('Title', { exact: true }).fill('Maintenance tonight from 22:00');
  await shown
    .getByLabel('Text (optional)')
    .fill('We move **two** servers:\n\n- mail\n- files\n\nBoth are away for *ten minutes* at most.');
  await shown.getByLabel('Severity').selectOption('warning');
  await shown.getByText('Draft saved').waitFor();
  await shown.screenshot({ path: join(out, 'composer.png') });
  await shown.context().close();
}

const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true };
try {
  await picture('tray', 'ana', '/inbox', { open: true });
  await picture('tray-dark', 'ana', '/inbox', { open: true, colorScheme: 'dark' });
  await picture('inbox-phone', 'ana', '/inbox', phone);
  const lister = await page('admin');
  const { broadcasts } = await (await lister.request.get('/api/broadcasts')).json();
  await picture('broadcast', 'admin', `/admin/broadcasts/${broadcasts[0].id}`, {
    viewport: { width: 1200, height: 1180 },
  });
  await composerPicture();
  await realtimePicture();
  await labPicture();
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.stdout.write(`Pictures are in ${out}\n`);
