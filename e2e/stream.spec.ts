import type { BrowserContext, Page } from '@playwright/test';
import { bell, expect, post, signIn, TIMED, test } from './fixtures';

/** A signed-in page between which and the server no WebSocket gets through, until the test says so. */
async function blockedPage(context: BrowserContext, how: 'hangs' | 'closes') {
  const way = { open: false };
  // Once: signing in again ends the session of the windows that are open.
  if ((await context.cookies()).length === 0) await signIn(context.request, 'ana');
  const page = await context.newPage();
  await page.routeWebSocket(/\/app\//, (socket) => {
    if (way.open) socket.connectToServer();
    else if (how === 'closes') void socket.close({ code: 1011 });
  });
  const streams = { opened: 0, over: 0 };
  const isStream = (url: string) => new URL(url).pathname === '/api/inbox/stream';
  page.on('request', (request) => isStream(request.url()) && streams.opened++);
  page.on('requestfinished', (request) => isStream(request.url()) && streams.over++);
  page.on('requestfailed', (request) => isStream(request.url()) && streams.over++);
  await page.goto('/inbox');
  return { page, way, streams };
}
/** Half of it is waiting for what a page does by itself. */
test.describe.configure({ timeout: 150_000 });

const isLive = (page: Page) =>
  expect(page.locator('#bell')).toHaveAttribute('data-live', 'true', { timeout: 25_000 });

for (const how of ['hangs', 'closes'] as const) {
  test(
    `where a WebSocket ${how}, the bell moves at once all the same, and the socket takes over when it can`,
    TIMED,
    async ({ belfry, open, browserOf }) => {
      const admin = await open('admin');
      const { page, way, streams } = await blockedPage(await browserOf(), how);
      const notify = (title: string) =>
        post(admin.request, `${belfry.url}/api/notifications`, { recipients: ['ana@belfry.test'], title });
      // Until then it is said as it is.
      await expect(page.getByRole('main').getByText('Connecting…')).toBeVisible();
      await isLive(page);
      await expect(page.getByRole('main').getByText('Connecting…')).toHaveCount(0);
      expect(streams).toEqual({ opened: 1, over: 0 });

      const before = await bell(page).unread();
      await notify('By the stream');
      await expect.poll(() => bell(page).unread(), { timeout: 1_500, intervals: [50] }).toBe(before + 1);

      way.open = true;
      await page.evaluate(() => dispatchEvent(new Event('online')));
      await expect.poll(() => streams.over).toBe(1);
      await isLive(page);
      await notify('By the socket');
      await expect.poll(() => bell(page).unread(), { timeout: 1_500, intervals: [50] }).toBe(before + 2);
      expect(streams.opened).toBe(1);
      await expect(page.getByRole('main').locator('[data-connection=warning]')).toHaveCount(0);
    },
  );
}

test('where the stream is kept back as well, it is said that updates are paused, and one may ask', async ({
  belfry,
  open,
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*api\/inbox\/stream/);
  const admin = await open('admin');
  const context = await browserOf();
  await context.route('**/api/inbox/stream?*', (route) => route.abort());
  const { page } = await blockedPage(context, 'hangs');
  const notice = page.getByRole('main').locator('[data-connection=warning]');
  await expect(notice).toContainText(/^Live updates paused\. Showing what was loaded at \d\d:\d\d\./, {
    timeout: 20_000,
  });
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'false');
  const before = await bell(page).unread();
  await post(admin.request, `${belfry.url}/api/notifications`, {
    recipients: ['ana@belfry.test'],
    title: 'While paused',
  });
  await notice.getByRole('button', { name: 'Retry now' }).click();
  await expect.poll(() => bell(page).unread()).toBe(before + 1);
});

test('of four windows in sight at most three keep a stream, and the page still loads', async ({
  belfry,
  open,
  browserOf,
}) => {
  const context = await browserOf();
  const admin = await open('admin');
  const windows: Awaited<ReturnType<typeof blockedPage>>[] = [];
  for (let n = 0; n < 4; n += 1) windows.push(await blockedPage(context, 'closes'));
  const live = async () =>
    (await Promise.all(windows.map(({ page }) => page.locator('#bell').getAttribute('data-live')))).filter(
      (state) => state === 'true',
    ).length;
  await expect.poll(live, { timeout: 30_000 }).toBe(3);
  const [first] = windows;
  if (!first) throw new Error('There is no window.');
  const before = await bell(first.page).unread();
  await post(admin.request, `${belfry.url}/api/notifications`, {
    recipients: ['ana@belfry.test'],
    title: 'For all windows',
  });
  await expect.poll(() => bell(first.page).unread()).toBe(before + 1);
  await expect.poll(live).toBe(3);
  await first.page.reload();
  await expect(first.page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
});
