import { bell, expect, post, signIn, test, trayOf } from './fixtures';

test('the number is right in the server’s HTML, and the tray opens without JavaScript', async ({
  browserOf,
}) => {
  const context = await browserOf({ javaScriptEnabled: false });
  await signIn(context.request, 'ana');
  const { counts, items } = await (await context.request.get('/api/notifications?filter=inbox')).json();
  expect(counts.unread).toBeGreaterThan(0);
  const html = await (await context.request.get('/inbox')).text();
  expect(html).toMatch(new RegExp(`aria-label="Notifications, ${counts.unread} unread`));

  const page = await context.newPage();
  await page.goto('/inbox');
  expect(await bell(page).unread()).toBe(counts.unread);
  await bell(page).open();
  await expect(trayOf(page)).toBeVisible();
  await expect(trayOf(page).getByRole('listitem').first()).toContainText(items[0].title);
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText(items[0].title);
});

test('everything in the tray works by keyboard alone, and the focus comes back to the bell', async ({
  open,
}) => {
  const page = await open('ana');
  const tray = trayOf(page);
  await page.locator('#bell').focus();
  const before = await bell(page).unread();
  await page.keyboard.press('Enter');
  await expect(tray).toBeVisible();
  await expect(tray.getByRole('heading', { name: 'Notifications' })).toBeFocused();
  const rows = tray.getByRole('listitem');
  const first = (await rows.first().getAttribute('data-id')) ?? '';
  await page.keyboard.press('ArrowDown');
  const row = (id: string) => tray.locator(`li[data-id="${id}"]`);
  await expect(row(first).locator(':focus')).toHaveCount(1);
  await expect(row(first)).toHaveAttribute('data-state', 'unread');

  await page.keyboard.press('r');
  await expect(row(first)).toHaveAttribute('data-state', 'read');
  await expect.poll(() => bell(page).unread()).toBe(before - 1);
  await page.keyboard.press('u');
  await expect(row(first)).toHaveAttribute('data-state', 'unread');

  await page.keyboard.press('e');
  await expect(row(first)).toHaveCount(0);
  await expect(tray.locator('li :focus')).toHaveCount(1);
  await page.keyboard.press('z');
  await expect(row(first)).toHaveCount(1);
  await expect.poll(() => bell(page).unread()).toBe(before);

  await page.keyboard.press('Escape');
  await expect(tray).toBeHidden();
  await expect(page.locator('#bell')).toBeFocused();
});

test('"Mark all as read" leaves alone what arrived after it was on screen, and can be undone', async ({
  belfry,
  open,
}) => {
  const page = await open('ana');
  const admin = await open('admin');
  const before = await bell(page).unread();
  expect(before).toBeGreaterThan(1);
  await bell(page).open();
  const tray = trayOf(page);
  // A focused row holds the list still, so that what arrives now is not on screen.
  await page.keyboard.press('ArrowDown');
  await post(admin.request, `${belfry.url}/api/notifications`, {
    recipients: ['ana@belfry.test'],
    title: 'Arrived late',
  });
  await expect(tray.getByRole('button', { name: '1 new notification' })).toBeVisible();
  await tray.getByRole('button', { name: 'Mark all as read' }).click();
  await expect.poll(() => bell(page).unread()).toBe(1);
  await tray.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => bell(page).unread()).toBe(before + 1);
});

test('an undo works after a reload too, through the operation’s name', async ({ open }) => {
  const page = await open('ana');
  const { items, counts } = await (await page.request.get('/api/notifications?filter=unread')).json();
  const { operation } = await (
    await post(page.request, `/api/notifications/${items[0].id}/archiving`)
  ).json();
  expect(operation).toBeTruthy();
  await page.reload();
  await expect.poll(() => bell(page).unread()).toBe(counts.unread - 1);
  await post(page.request, `/api/operations/${operation}/undoing`);
  await expect.poll(() => bell(page).unread()).toBe(counts.unread);
  const after = await (await page.request.get('/api/notifications?filter=unread')).json();
  expect(after.items[0]).toMatchObject({
    id: items[0].id,
    readAt: null,
    archivedAt: null,
    seenAt: items[0].seenAt,
  });
});

test('the badge is a number that a refused action puts back, and the row says so', async ({
  open,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*409/);
  const page = await open('ana');
  const before = await bell(page).unread();
  await page.route('**/api/notifications/*/archiving', (route) =>
    route.fulfill({
      status: 409,
      contentType: 'application/problem+json',
      body: '{"title":"Conflict","status":409,"detail":"It has changed meanwhile."}',
    }),
  );
  const row = page.getByRole('main').locator('li[data-state="unread"]').first();
  const id = await row.getAttribute('data-id');
  await row.hover();
  await row.getByRole('button', { name: 'Archive' }).click();
  const back = page.getByRole('main').locator(`li[data-id="${id}"]`);
  await expect(back).toContainText("Couldn't archive");
  await expect.poll(() => bell(page).unread()).toBe(before);
  await page.unroute('**/api/notifications/*/archiving');
  await back.getByRole('button', { name: 'Retry' }).click();
  await expect(back).toHaveCount(0);
  await expect.poll(() => bell(page).unread()).toBe(before - 1);
});

test('opening a notification reads it and goes where it leads', async ({ belfry, open }) => {
  const page = await open('ana');
  const admin = await open('admin');
  await post(admin.request, `${belfry.url}/api/notifications`, {
    recipients: ['ana@belfry.test'],
    title: 'Look at the archive',
    url: '/inbox?view=archived',
  });
  const link = page.getByRole('main').getByRole('link', { name: /Look at the archive/ });
  await expect(link).toBeVisible();
  const before = await bell(page).unread();
  await link.click();
  await expect(page).toHaveURL(/view=archived/);
  await expect.poll(() => bell(page).unread()).toBe(before - 1);
});

test('on a phone the tray fills the screen', async ({ browserOf }) => {
  const context = await browserOf({ viewport: { width: 360, height: 740 } });
  await signIn(context.request, 'ana');
  const page = await context.newPage();
  await page.goto('/inbox');
  await bell(page).open();
  const box = await trayOf(page).boundingBox();
  expect(box).toMatchObject({ x: 0, y: 0, width: 360, height: 740 });
  await trayOf(page).getByRole('button', { name: 'Close notifications' }).click();
  await expect(trayOf(page)).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
