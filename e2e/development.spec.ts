import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { belfryProcess, projectRoot } from './belfry-process';
import { bell, EITHER, expect, post, signIn, test, trayOf } from './fixtures';

// Development compiles a page when it is first asked for, and one process at a time may do so in one folder.
test.describe.configure({ mode: 'serial', timeout: 240_000 });

test(
  'development, where StrictMode does everything twice, says nothing in the console',
  EITHER,
  async ({ browser, maybeService }) => {
    const development = belfryProcess({
      template: process.env.BELFRY_TEMPLATE,
      flags: ['--dev', '--demo'],
      env: maybeService?.variables,
    });
    await development.start();
    const said: string[] = [];
    const openAs = async (who: 'ana' | 'admin', path: string) => {
      const context = await browser.newContext({ baseURL: development.url });
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) said.push(`${message.type()}: ${message.text()}`);
      });
      context.on('weberror', (error) => said.push(error.error().message));
      await signIn(context.request, who);
      const page = await context.newPage();
      await page.goto(path, { timeout: 120_000 });
      return page;
    };
    try {
      const ana = await openAs('ana', '/inbox');
      const admin = await openAs('admin', '/admin/broadcasts/new');
      const before = await bell(ana).unread();
      await expect(ana.locator('#bell[data-live="true"]')).toHaveCount(1, { timeout: 60_000 });
      await post(admin.request, '/api/notifications', {
        recipients: ['ana@belfry.test'],
        title: 'Once, not twice',
      });
      await expect.poll(() => bell(ana).unread(), { timeout: 30_000 }).toBe(before + 1);
      await bell(ana).open();
      await expect(trayOf(ana).getByText('Once, not twice')).toHaveCount(1);
      for (const path of ['/admin/broadcasts', '/admin/keys']) {
        // A browser complains of a socket that is closed before it is open.
        await expect(admin.locator('#bell[data-live="true"]')).toHaveCount(1, { timeout: 60_000 });
        await admin.goto(path, { timeout: 120_000 });
      }
      expect(said).toEqual([]);
    } finally {
      await development.remove();
    }
  },
);

test(
  'in the lab both inboxes end equal to the database, whatever happens to events',
  EITHER,
  async ({ browser, maybeService }) => {
    const development = belfryProcess({
      template: process.env.BELFRY_TEMPLATE,
      flags: ['--dev', '--demo'],
      env: maybeService?.variables,
    });
    await development.start();
    try {
      const context = await browser.newContext({ baseURL: development.url });
      await signIn(context.request, 'ana');
      const page = await context.newPage();
      await page.goto('/dev/lab', { timeout: 120_000 });
      const [a, b] = [page.locator('[data-lab="A"]'), page.locator('[data-lab="B"]')];
      const equal = (inbox: typeof a, is: boolean) =>
        expect(inbox).toHaveAttribute('data-equal', String(is), { timeout: 30_000 });
      const sendOne = () => page.getByRole('button', { name: 'Send me one' }).click();
      for (const inbox of [a, b]) {
        await expect(inbox.locator('[data-status="live"]')).toBeVisible({ timeout: 60_000 });
        await equal(inbox, true);
      }

      await a.getByLabel('Is dropped').check();
      await b.getByLabel('Hold events').check();
      await sendOne();
      await expect(b.locator('[data-held="1"]')).toBeVisible({ timeout: 60_000 });
      await equal(a, false);
      await equal(b, false);
      const { violations } = await new AxeBuilder({ page }).exclude('nextjs-portal').analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

      await sendOne();
      await equal(a, true);
      await expect(b.locator('[data-held="0"]')).toHaveCount(0);
      await b.getByRole('button', { name: 'Release backwards' }).click();
      await equal(b, true);
      const cursors = [a, b].map((inbox) => inbox.locator('[data-cursor]').getAttribute('data-cursor'));
      expect(new Set(await Promise.all(cursors)).size).toBe(1);

      for (const width of [320, 640, 1024]) {
        await page.setViewportSize({ width, height: 700 });
        const needed = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(needed, `at ${width}`).toBeLessThanOrEqual(width);
      }
    } finally {
      await development.remove();
    }
  },
);

test(
  'a build has no lab: neither its page, nor its route, nor its code',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/404 .*\/dev\/lab/);
    const page = await open('ana', '/dev/lab');
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    expect((await post(page.request, '/api/dev/arrivals', { count: 1 })).status()).toBe(404);

    const scripts = filesBelow(join(projectRoot, '.next', 'static')).filter((file) => file.endsWith('.js'));
    const holding = (words: string) => scripts.filter((file) => readFileSync(file, 'utf8').includes(words));
    expect(holding('Mark all as read').length).toBeGreaterThan(0);
    expect(holding('Release backwards')).toEqual([]);
  },
);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
