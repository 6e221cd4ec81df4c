import type { APIRequestContext, Page } from '@playwright/test';
import { bell, expect, post, test, trayOf } from './fixtures';

/** The rows of the inbox page. */
const rowsOf = (page: Page) => page.getByRole('main').locator('li[data-id]');
const tell = (request: APIRequestContext, url: string, title: string) =>
  post(request, `${url}/api/notifications`, { recipients: ['ana@belfry.test'], title });
/** A person's inbox with so many rows in it, each on its own. */
async function keepOnly(page: Page, count: number): Promise<void> {
  const { items } = await (await page.request.get('/api/notifications?filter=inbox&limit=100')).json();
  for (const { id } of items.slice(count)) await post(page.request, `/api/notifications/${id}/archiving`);
  await expect(rowsOf(page)).toHaveCount(count);
}

test('when the last row leaves under the focus, the next arrival is shown at once', async ({
  belfry,
  open,
}) => {
  const page = await open('ana');
  const admin = await open('admin');
  await keepOnly(page, 1);
  await page.getByRole('heading', { name: 'Inbox' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(rowsOf(page).locator(':focus')).toHaveCount(1);
  // What holds focus holds the list: this one waits.
  await tell(admin.request, belfry.url, 'Behind the pill');
  const pill = page.getByRole('main').getByRole('button', { name: '1 new notification' });
  await expect(pill).toBeVisible();

  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeFocused();
  await expect(page.getByRole('main').getByText('Behind the pill')).toBeVisible();
  await expect(pill).toBeHidden();
});

test('focus that goes about in the list holds it, and gets to what waits before it', async ({
  belfry,
  open,
}) => {
  const page = await open('ana');
  const admin = await open('admin');
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');
  const first = rowsOf(page).first().locator('[data-row-open]');
  const before = await first.textContent();
  await first.focus();
  await tell(admin.request, belfry.url, 'Behind the pill');
  const pill = page.getByRole('main').getByRole('button', { name: '1 new notification' });
  await expect(pill).toBeVisible();

  await page.keyboard.press('Tab');
  await expect(rowsOf(page).first().getByRole('button', { name: 'Mark as' })).toBeFocused();
  await expect(first).toHaveText(before ?? '');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(pill).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).first()).toContainText('Behind the pill');
  await expect(rowsOf(page).first().locator('[data-row-open]')).toBeFocused();
});

test('a double click on Archive archives one row', async ({ open }) => {
  const page = await open('ana');
  const before = await rowsOf(page).count();
  expect(before).toBeGreaterThan(2);
  const archived: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/archiving')) archived.push(request.url());
  });
  const first = rowsOf(page).first();
  const second = await rowsOf(page).nth(1).getAttribute('data-id');
  await first.hover();
  const box = await first.getByRole('button', { name: 'Archive' }).boundingBox();
  if (!box) throw new Error('There is no Archive button.');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.click(at.x, at.y);
  await expect(rowsOf(page).first()).toHaveAttribute('data-id', second ?? '');
  // The second half of the double click lands on what has come under the pointer.
  await page.mouse.move(at.x, at.y);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  // A click of its own is meant.
  await page.mouse.click(at.x, at.y);
  await expect(rowsOf(page)).toHaveCount(before - 2);
  // The second is asked for once it is kept, a moment after it shows.
  await expect.poll(() => archived.length).toBe(2);
});

test('an undo bar that went from under the pointer leaves the next one its ten seconds', async ({ open }) => {
  const page = await open('ana');
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');
  const bar = page.locator('[data-undo=page]');
  await rowsOf(page).first().locator('[data-row-open]').focus();
  await page.keyboard.press('e');
  await bar.hover();
  await page.keyboard.press('z');
  await expect(bar).toBeHidden();
  await page.mouse.move(5, 5);
  await page.keyboard.press('e');
  await expect(bar).toBeVisible();
  await expect(bar).toBeHidden({ timeout: 20_000 });
});

test('an open tray that was scrolled stands still', async ({ belfry, open }) => {
  const page = await open('ana');
  const admin = await open('admin');
  for (let n = 0; n < 12; n += 1) await tell(admin.request, belfry.url, `Number ${n}`);
  const tray = trayOf(page);
  await bell(page).open();
  await expect(tray.getByText('Number 11', { exact: true })).toBeVisible();
  const scroller = tray.locator('.overflow-y-auto').first();
  await scroller.evaluate((element) => element.scrollTo({ top: 400 }));

  await tell(admin.request, belfry.url, 'While scrolled');
  await expect(tray.getByRole('button', { name: '1 new notification' })).toBeVisible();
  expect(await scroller.evaluate((element) => element.scrollTop)).toBe(400);
});

test('a tray that was left scrolled opens with what came meanwhile', async ({ belfry, open }) => {
  const page = await open('ana');
  const admin = await open('admin');
  await page.setViewportSize({ width: 1200, height: 600 });
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');
  await bell(page).open();
  const last = trayOf(page).locator('li[data-id]').last();
  await last.scrollIntoViewIfNeeded();
  await expect(trayOf(page).locator('li[data-id]').first()).not.toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(trayOf(page)).toBeHidden();

  const before = await bell(page).unread();
  await tell(admin.request, belfry.url, 'Came while it was closed');
  await expect.poll(() => bell(page).unread()).toBe(before + 1);
  await bell(page).open();
  await expect(trayOf(page).getByText('Came while it was closed')).toBeInViewport();
});
