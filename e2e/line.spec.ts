import type { Page } from '@playwright/test';
import { openFaultProxy } from '../lib/fault-kit';
import { bell, EMBEDDED, expect, post, signIn, TIMED, test } from './fixtures';

const isLive = (page: Page, timeout = 15_000) =>
  expect(page.locator('#bell')).toHaveAttribute('data-live', 'true', { timeout });
const EMBEDDED_AND_TIMED = { tag: [EMBEDDED.tag, TIMED.tag] };
/** Half of it is waiting for what a page does by itself. */
test.describe.configure({ timeout: 150_000 });

const noticeOf = (page: Page) => page.getByRole('main').locator('[data-connection]');

test(
  'the last event is lost on the wire: the focus brings it within a second, else the next tip',
  TIMED,
  async ({ belfry, open, browserOf, realtime }) => {
    const admin = await open('admin');
    const context = await browserOf();
    await signIn(context.request, 'ana');
    const page = await context.newPage();
    const lost: string[] = [];
    let losing = false;
    await page.routeWebSocket(/\/app\//, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((message) => {
        if (losing && message.includes('inbox.changed')) lost.push(message.toString());
        else socket.send(message);
      });
    });
    // A tip may make it live before the first sync, which would find what is lost meanwhile.
    const synced = page.waitForResponse((response) => response.url().includes('/api/inbox/sync'));
    await page.goto('/inbox');
    await synced;
    await isLive(page);
    const before = await bell(page).unread();
    const loseOne = async (title: string) => {
      losing = true;
      const had = lost.length;
      await post(admin.request, `${belfry.url}/api/notifications`, {
        recipients: ['ana@belfry.test'],
        title,
      });
      await expect.poll(() => lost.length).toBe(had + 1);
      losing = false;
    };

    await loseOne('Lost, and found by the focus');
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect.poll(() => bell(page).unread(), { timeout: 1_000, intervals: [50] }).toBe(before + 1);

    await loseOne('Lost, and found by nobody coming');
    const lostAt = Date.now();
    await expect.poll(() => bell(page).unread(), { timeout: 30_000 }).toBe(before + 2);
    // With the tip sooner than any timer would have asked.
    if (realtime === 'embedded') expect(Date.now() - lostAt).toBeLessThan(21_500);
  },
);

// With another service the socket does not go by the line that is cut here: the two that cut it are tagged.
test(
  'a line that carries nothing any more is noticed within 25 seconds, said within 30, and right again',
  EMBEDDED_AND_TIMED,
  async ({ belfry, open, browserOf }) => {
    const admin = await open('admin');
    const proxy = await openFaultProxy({ to: { host: 'localhost', port: Number(new URL(belfry.url).port) } });
    const context = await browserOf({ baseURL: `http://localhost:${proxy.port}` });
    await signIn(context.request, 'ana');
    const page = await context.newPage();
    await page.goto('/inbox');
    await isLive(page);
    const before = await bell(page).unread();

    await proxy.set({ mode: 'black-hole' });
    const deadAt = Date.now();
    await post(admin.request, `${belfry.url}/api/notifications`, {
      recipients: ['ana@belfry.test'],
      title: 'Into the hole',
    });
    await expect(page.locator('#bell')).toHaveAttribute('data-live', 'false', { timeout: 26_000 });
    const noticedMs = Date.now() - deadAt;
    await expect(noticeOf(page)).toContainText('Live updates paused.', { timeout: 6_000 });
    expect(noticedMs).toBeLessThan(25_500);
    expect(Date.now() - deadAt).toBeLessThan(30_000);
    expect(await bell(page).unread()).toBe(before);

    await proxy.set({ mode: 'pass' });
    await expect.poll(() => bell(page).unread(), { timeout: 5_000, intervals: [50] }).toBe(before + 1);
    await isLive(page);
    await expect(noticeOf(page)).toHaveText('Back online');
    await expect(noticeOf(page)).toHaveCount(0, { timeout: 5_000 });
    // First, or it would complain that nothing is there.
    await page.close();
    await proxy.close();
  },
);

test(
  'offline is said when the browser says so and nothing gets through; back online is said, and goes',
  EMBEDDED,
  async ({ belfry, browserOf, expectedConsole }) => {
    expectedConsole.push(/Failed to load resource|WebSocket connection/);
    const proxy = await openFaultProxy({ to: { host: 'localhost', port: Number(new URL(belfry.url).port) } });
    const context = await browserOf({ baseURL: `http://localhost:${proxy.port}` });
    await signIn(context.request, 'ana');
    const page = await context.newPage();
    await page.goto('/inbox');
    await isLive(page);

    // The browser alone may say what it likes: this socket is still there.
    await context.setOffline(true);
    await page.waitForFunction(() => !navigator.onLine);
    await expect(noticeOf(page)).toHaveCount(0);
    await proxy.set({ mode: 'refuse' });
    proxy.resetConnections();
    await expect(noticeOf(page)).toHaveText(
      /^You're offline\. Showing what was loaded at \d\d:\d\d\. Changes will sync\.$/,
    );
    // A network again, and still no server.
    await context.setOffline(false);
    await expect(noticeOf(page)).toContainText(
      /^Live updates paused\. Showing what was loaded at \d\d:\d\d\./,
    );
    const retry = noticeOf(page).getByRole('button', { name: 'Retry now' });
    await retry.press('Enter');
    await expect(retry).toBeFocused();

    await proxy.set({ mode: 'pass' });
    await expect(noticeOf(page)).toHaveText('Back online', { timeout: 10_000 });
    // The button has gone with the focus on it.
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(noticeOf(page)).toHaveCount(0, { timeout: 5_000 });
    // First, or it would complain that nothing is there.
    await page.close();
    await proxy.close();
  },
);

test('a tab that was frozen is right within a second of going on', TIMED, async ({ belfry, open }) => {
  const page = await open('ana');
  const awake = await open('ana');
  const admin = await open('admin');
  await isLive(page);
  await isLive(awake);
  const before = await bell(page).unread();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  for (const title of ['While frozen', 'And another']) {
    await post(admin.request, `${belfry.url}/api/notifications`, { recipients: ['ana@belfry.test'], title });
  }
  // Everything was told: a window that is not frozen has it.
  await expect.poll(() => bell(awake).unread()).toBe(before + 2);
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await expect.poll(() => bell(page).unread(), { timeout: 1_000, intervals: [50] }).toBe(before + 2);
});
