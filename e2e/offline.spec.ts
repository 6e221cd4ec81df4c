import type { Page } from '@playwright/test';
import { type FaultProxy, openFaultProxy } from '../lib/fault-kit';
import { EMBEDDED, expect, signIn, test } from './fixtures';

const rowsOf = (page: Page) => page.getByRole('main').locator('li[data-id]');
const rowOf = (page: Page, id: string) => page.getByRole('main').locator(`li[data-id="${id}"]`);
const isLive = (page: Page) => expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');

/** The line is gone for every connection, and the browser says so as it would of a real one. */
async function cut(page: Page, line: FaultProxy): Promise<void> {
  await line.set({ mode: 'refuse' });
  line.resetConnections();
  await says(page, false);
}

async function mend(page: Page, line: FaultProxy): Promise<void> {
  await line.set({ mode: 'pass' });
  await says(page, true);
}

const says = (page: Page, online: boolean) =>
  page.evaluate((isOnline) => {
    Object.defineProperty(navigator, 'onLine', { get: () => isOnline, configurable: true });
    dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
  }, online);

const journey = test.extend<{ line: FaultProxy; openTabs: (count: number) => Promise<Page[]> }>({
  line: async ({ belfry }, use) => {
    const proxy = await openFaultProxy({ to: { port: Number(new URL(belfry.url).port) } });
    await use(proxy);
    await proxy.close();
  },
  /** Tabs of Ana's in one browser, whose line to the server can be cut. */
  openTabs: async ({ browserOf, line, expectedConsole }, use) => {
    expectedConsole.push(/net::ERR_|WebSocket connection to/);
    await use(async (count) => {
      const context = await browserOf({ baseURL: `http://localhost:${line.port}` });
      await signIn(context.request, 'ana');
      const pages: Page[] = [];
      for (let n = 0; n < count; n += 1) {
        const page = await context.newPage();
        await page.goto('/inbox');
        await isLive(page);
        pages.push(page);
      }
      return pages;
    });
  },
});

const feedOf = async (page: Page, url: string, filter: string): Promise<string[]> => {
  const answer = await page.request.get(`${url}/api/notifications?filter=${filter}&limit=100`);
  return (await answer.json()).items.map((item: { id: string }) => item.id);
};
/** The rows of what can be undone, newest first, without the one that the demo's person did the day before. */
const doneTo = async (page: Page, url: string): Promise<string[]> => {
  const { operations } = await (await page.request.get(`${url}/api/operations`)).json();
  const mine = operations.filter(({ at }: { at: string }) => Date.parse(at) > Date.now() - 3_600_000);
  return mine.map(({ notification }: { notification: string }) => notification);
};
const idsOf = (page: Page) =>
  rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id') ?? ''));

journey(
  'without a line one goes on by keyboard, and what was done is sent once when it is back, minus the undone',
  EMBEDDED,
  async ({ belfry, line, openTabs }) => {
    const [page] = await openTabs(1);
    if (page === undefined) throw new Error('There is no tab.');
    const before = await idsOf(page);
    const [first = '', second = '', third = ''] = before;
    await rowsOf(page).first().locator('[data-row-open]').focus();
    await cut(page, line);
    await expect(page.getByRole('main').getByText("You're offline.")).toBeVisible();

    await page.keyboard.press('e');
    await expect(rowOf(page, first)).toHaveCount(0);
    await page.keyboard.press('e');
    await expect(rowOf(page, second)).toHaveCount(0);
    await page.keyboard.press('z');
    await expect(rowOf(page, second)).toHaveCount(1);
    const isUnread = (await rowOf(page, third).getAttribute('data-state')) === 'unread';
    await rowOf(page, third).locator('[data-row-open]').focus();
    await page.keyboard.press(isUnread ? 'r' : 'u');
    await expect(rowOf(page, third)).toContainText('Waiting to be sent');
    await expect(page.getByRole('main').getByText('2 changes are waiting to be sent.')).toBeVisible();
    expect(await feedOf(page, belfry.url, 'inbox')).toContain(first);

    await mend(page, line);
    await expect(page.getByRole('main').getByText(/waiting to be sent/)).toHaveCount(0, { timeout: 30_000 });
    await expect(rowOf(page, third)).not.toContainText('Waiting to be sent');
    expect(await feedOf(page, belfry.url, 'inbox')).toEqual(before.filter((id) => id !== first));
    // What was undone before it was sent was never sent.
    expect(await doneTo(page, belfry.url)).toEqual([third, first]);
  },
);

journey(
  'what waits survives a reload: it is on screen before it is sent, and done once',
  EMBEDDED,
  async ({ belfry, line, openTabs }) => {
    const [page] = await openTabs(1);
    if (page === undefined) throw new Error('There is no tab.');
    const [first = ''] = await idsOf(page);
    await cut(page, line);
    await rowsOf(page).first().locator('[data-row-open]').focus();
    await page.keyboard.press('e');
    await expect(rowOf(page, first)).toHaveCount(0);

    // The line is back, and neither this page nor the next one gets the act through for a while.
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/archiving', async (route) => {
      await held;
      await route.continue();
    });
    await line.set({ mode: 'pass' });
    await page.reload();
    await expect(rowsOf(page).first()).toBeVisible();
    await expect(rowOf(page, first)).toHaveCount(0);
    expect(await feedOf(page, belfry.url, 'inbox')).toContain(first);
    letGo();
    await expect.poll(() => feedOf(page, belfry.url, 'archived'), { timeout: 30_000 }).toContain(first);
    await expect(rowOf(page, first)).toHaveCount(0);
    expect(await doneTo(page, belfry.url)).toEqual([first]);
    await page.reload();
    await isLive(page);
    expect(await doneTo(page, belfry.url)).toEqual([first]);
  },
);

journey(
  'what a closed tab has left is on screen in another one, and is sent by it',
  EMBEDDED,
  async ({ belfry, line, openTabs }) => {
    const [one, two] = await openTabs(2);
    if (one === undefined || two === undefined) throw new Error('There are no tabs.');
    const [first = ''] = await idsOf(one);
    await cut(one, line);
    await says(two, false);
    await one.bringToFront();
    await rowsOf(one).first().locator('[data-row-open]').focus();
    await one.keyboard.press('e');
    await expect(rowOf(one, first)).toHaveCount(0);
    await expect(rowOf(two, first)).toHaveCount(0);
    await one.close();
    await mend(two, line);
    await expect.poll(() => feedOf(two, belfry.url, 'archived'), { timeout: 30_000 }).toContain(first);
    expect(await doneTo(two, belfry.url)).toEqual([first]);
  },
);

journey(
  'what waits at signing out is kept as the page says, sent by nobody else, and sent at the next signing in',
  EMBEDDED,
  async ({ belfry, openTabs, expectedConsole }) => {
    expectedConsole.push(/401/);
    const [page] = await openTabs(1);
    if (page === undefined) throw new Error('There is no tab.');
    const context = page.context();
    const [first = ''] = await idsOf(page);
    await context.route('**/archiving', (route) => route.abort());
    await rowsOf(page).first().locator('[data-row-open]').focus();
    await page.keyboard.press('e');
    await expect(rowOf(page, first)).toHaveCount(0);
    await page.getByRole('button', { name: 'Account of' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('sends it when you sign in here again')).toBeVisible();
    await page.getByRole('button', { name: 'Sign out anyway' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await context.unroute('**/archiving');

    await signIn(context.request, 'ben');
    await page.goto('/inbox');
    await isLive(page);
    await page.getByRole('button', { name: 'Account of' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);

    await signIn(context.request, 'ana');
    expect(await feedOf(page, belfry.url, 'inbox')).toContain(first);
    await page.goto('/inbox');
    await expect.poll(() => feedOf(page, belfry.url, 'archived'), { timeout: 30_000 }).toContain(first);
    expect(await doneTo(page, belfry.url)).toEqual([first]);
  },
);
