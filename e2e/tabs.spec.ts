import type { BrowserContext, Page, WebSocketRoute } from '@playwright/test';
import { bell, EITHER, expect, post, signIn, TIMED, test } from './fixtures';

const inboxes = (context: BrowserContext, count: number) =>
  Promise.all(
    Array.from({ length: count }, async () => {
      const page = await context.newPage();
      await page.goto('/inbox');
      await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true', { timeout: 30_000 });
      return page;
    }),
  );
const rowOf = (page: Page, id: string) => page.getByRole('main').locator(`li[data-id="${id}"]`);

/** Notes in the page when a row becomes read, by the clock that all pages of a machine share. */
const watchReading = (page: Page, id: string) =>
  page.evaluate((wanted) => {
    const row = document.querySelector(`main li[data-id="${wanted}"]`);
    if (row === null) throw new Error('The row is not there.');
    const note = () => {
      if (row.getAttribute('data-state') === 'read') document.body.dataset.readAt ??= String(Date.now());
    };
    new MutationObserver(note).observe(row, { attributes: true });
  }, id);
const readAt = async (page: Page) => Number(await page.locator('body').getAttribute('data-read-at'));

/** Lets a browser's lines be cut: by events and by syncs; what its tabs learn from then on they have from each other. */
async function cuttable(context: BrowserContext): Promise<{ cut: () => Promise<void> }> {
  const sockets = new Set<WebSocketRoute>();
  let isCut = false;
  await context.routeWebSocket(/\/app\//, (socket) => {
    if (isCut) return void socket.close();
    socket.connectToServer();
    sockets.add(socket);
  });
  return {
    async cut() {
      isCut = true;
      await context.route(/\/api\/inbox\/(sync|stream)/, (route) => route.abort());
      for (const socket of sockets) await socket.close();
    },
  };
}

test(
  'what is read in one of five tabs is read in all, while no event and no sync gets through',
  TIMED,
  async ({ browserOf, expectedConsole }) => {
    expectedConsole.push(/WebSocket/, /ERR_FAILED.*api\/inbox/);
    // High enough for all rows to be seen.
    const context = await browserOf({ viewport: { width: 1_200, height: 6_000 } });
    await signIn(context.request, 'ana');
    const line = await cuttable(context);
    const tabs = await inboxes(context, 5);
    // What each tab has seen has reached all: they stand at one place of the stream.
    for (const page of tabs) {
      await expect(page.locator('#bell')).not.toHaveAttribute('aria-label', /new/);
      await expect(page.locator('main li[data-unseen="true"]')).toHaveCount(0);
    }
    await line.cut();
    for (const page of tabs) await expect(page.locator('#bell')).toHaveAttribute('data-live', 'false');
    const [first, ...others] = tabs;
    if (first === undefined) throw new Error('There is no tab.');
    const unread = first.getByRole('main').locator('li[data-state="unread"]').first();
    const id = (await unread.getAttribute('data-id')) ?? '';
    const before = await bell(first).unread();
    for (const page of tabs) await watchReading(page, id);

    const answered = first.waitForResponse((answer) => answer.url().includes('/reading'));
    await unread.getByRole('button', { name: 'Mark as read' }).click();
    await answered;
    for (const page of others) {
      await expect(rowOf(page, id)).toHaveAttribute('data-state', 'read');
      await expect.poll(() => bell(page).unread()).toBe(before - 1);
    }
    // From the answer, which the first tab has a moment earlier, it is one message in the browser.
    const times = await Promise.all(others.map(readAt));
    const spreadMs = Math.max(...times) - (await readAt(first));
    test
      .info()
      .annotations.push({ type: 'mirror', description: `${spreadMs} ms from the press to the last tab` });
    expect(spreadMs).toBeLessThan(3_000);
  },
);

test('signed out in one tab, all tabs of this person are empty, and nothing of the next one reaches them', async ({
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/401/, /WebSocket/, /ERR_FAILED.*api\/inbox/);
  const context = await browserOf();
  await signIn(context.request, 'admin');
  const line = await cuttable(context);
  const [leaving, ...others] = await inboxes(context, 5);
  if (leaving === undefined) throw new Error('There is no tab.');
  const other = await context.newPage();
  await other.goto('/admin/broadcasts');
  await expect(other.getByRole('main').getByRole('row')).not.toHaveCount(0);
  await expect(other.locator('#bell')).toHaveAttribute('data-live', 'true', { timeout: 30_000 });
  await other.getByRole('main').getByRole('link').first().focus();
  await line.cut();

  await leaving.getByRole('button', { name: 'Account of' }).click();
  await leaving.getByRole('button', { name: 'Sign out' }).click();
  await expect(leaving).toHaveURL(/\/sign-in/);
  for (const page of others) {
    await expect(page.getByRole('main').getByText('Your session has ended.')).toBeVisible();
    await expect(page.locator('li[data-id]')).toHaveCount(0);
    expect(await bell(page).unread()).toBe(0);
    await expect(page.getByRole('button', { name: 'Account of' })).toHaveCount(0);
    await expect(page.getByText('admin@belfry.test')).toHaveCount(0);
  }
  await expect(other.getByRole('main')).toHaveText(/^Your session has ended\.\s*Sign in$/);
  // What had it is gone; the next Tab reaches "Sign in".
  await expect(other.getByRole('main')).toBeFocused();

  await signIn(context.request, 'ben');
  const ben = await context.newPage();
  await ben.goto('/inbox');
  await ben
    .getByRole('main')
    .locator('li[data-state="unread"]')
    .first()
    .getByRole('button', { name: 'Mark as read' })
    .click();
  await expect(ben.getByText('Your session has ended.')).toHaveCount(0);
  for (const page of others) await expect(page.locator('li[data-id]')).toHaveCount(0);
});

test('an arrival is read aloud in one tab: the one that was focused last', async ({
  browserOf,
  open,
  belfry,
}) => {
  const context = await browserOf();
  await signIn(context.request, 'ana');
  const tabs = await inboxes(context, 3);
  const admin = await open('admin');
  /** Keeps everything that a tab ever says. */
  const heard = (page: Page) =>
    page.evaluate(() => {
      const region = document.querySelector('[data-announcer="polite"]');
      const note = () => {
        if (region?.textContent)
          document.body.dataset.said = `${document.body.dataset.said ?? ''}${region.textContent}|`;
      };
      if (region)
        new MutationObserver(note).observe(region, { childList: true, subtree: true, characterData: true });
    });
  const said = async (title: string) => {
    const texts = await Promise.all(tabs.map((page) => page.locator('body').getAttribute('data-said')));
    return texts.map((text) => (text ?? '').split('|').filter((sentence) => sentence.includes(title)).length);
  };
  for (const page of tabs) await heard(page);
  // A browser that is driven says of every page that it has the focus; the event is what tells the last one.
  await tabs[1]?.evaluate(() => window.dispatchEvent(new Event('focus')));
  // The lock's name is told by the browser: exactly one tab holds it.
  await expect
    .poll(() =>
      tabs[0]?.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name) ?? []),
    )
    .toContainEqual(expect.stringMatching(/^belfry\.speaking\./));

  const arrives = async (title: string) => {
    const sent = { recipients: ['ana@belfry.test'], title };
    await post(admin.request, `${belfry.url}/api/notifications`, sent);
    for (const page of tabs)
      await expect(page.getByRole('main').getByText(title, { exact: true })).toBeVisible();
  };
  await arrives('Read aloud, one');
  await expect.poll(async () => total(await said('Read aloud, one')), { timeout: 20_000 }).toBe(1);
  // It is said ten seconds later: whoever would have taken over for the first one would have by then.
  await arrives('Read aloud, two');
  await expect.poll(async () => total(await said('Read aloud, two')), { timeout: 20_000 }).toBe(1);
  expect(await said('Read aloud, one')).toEqual([0, 1, 0]);
  expect(await said('Read aloud, two')).toEqual([0, 1, 0]);
});

const total = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

test(
  'turned on, an arrival sounds once for two tabs, also after a reload, and off it is still',
  EITHER,
  async ({ belfry, open, browserOf }) => {
    const context = await browserOf();
    await context.addInitScript(() => {
      const make = AudioContext.prototype.createOscillator;
      AudioContext.prototype.createOscillator = function (this: AudioContext) {
        document.documentElement.dataset.tones = String(
          Number(document.documentElement.dataset.tones ?? 0) + 1,
        );
        return make.call(this);
      };
    });
    await signIn(context.request, 'ana');
    const [one, other] = await inboxes(context, 2);
    if (one === undefined || other === undefined) throw new Error('There are not two tabs.');
    const tones = async () => {
      const all = await Promise.all(
        [one, other].map((page) => page.evaluate(() => Number(document.documentElement.dataset.tones ?? 0))),
      );
      return all.reduce((sum, n) => sum + n, 0);
    };
    const admin = await open('admin');
    const arrives = async (title: string) => {
      await post(admin.request, `${belfry.url}/api/notifications`, {
        recipients: ['ana@belfry.test'],
        title,
      });
      for (const page of [one, other])
        await expect(page.locator('#bell')).toHaveAttribute('aria-label', new RegExp(`${unread + 1} unread`));
      unread += 1;
    };
    let unread = await bell(one).unread();

    await one.goto('/settings/notifications');
    const toggle = one.getByRole('switch', { name: 'Play a sound when something arrives' });
    await expect(toggle).toHaveAttribute('aria-checked', 'false');
    await toggle.press('Space');
    await expect(toggle).toHaveAttribute('aria-checked', 'true');
    // Both tones of what it will sound like.
    await expect.poll(tones).toBe(2);
    await arrives('Heard once');
    await expect.poll(tones).toBe(4);

    await one.goto('/inbox');
    await expect(one.locator('#bell')).toHaveAttribute('data-live', 'true');
    await one.keyboard.press('Shift');
    const before = await tones();
    // A sound every five seconds at most, whichever tab it was in: the lock is free when that is over.
    await expect
      .poll(() =>
        one.evaluate(
          async () =>
            (await navigator.locks.query()).held?.some(({ name }) => name?.startsWith('belfry.sound')) ??
            false,
        ),
      )
      .toBe(false);
    await arrives('Heard after a reload');
    await expect.poll(tones).toBe(before + 2);

    await one.goto('/settings/notifications');
    await one.getByRole('switch', { name: 'Play a sound when something arrives' }).press('Space');
    await expect
      .poll(() =>
        one.evaluate(
          async () =>
            (await navigator.locks.query()).held?.some(({ name }) => name?.startsWith('belfry.sound')) ??
            false,
        ),
      )
      .toBe(false);
    const still = await tones();
    await arrives('Not heard');
    expect(await tones()).toBe(still);
  },
);
