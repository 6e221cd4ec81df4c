import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bell, expect, post, signIn, test, trayOf } from './fixtures';

/** Sends to everybody, at once; answers the id. */
async function send(page: Page, draft: Record<string, unknown>): Promise<string> {
  const made = await post(page.request, '/api/broadcasts', { audience: { kind: 'everyone' }, ...draft });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = await made.json();
  const { token } = await (await page.request.get(`/api/broadcasts/${id}/audience`)).json();
  const sent = await post(page.request, `/api/broadcasts/${id}/sending`, { token, holdSeconds: 0 });
  expect(sent.ok(), await sent.text()).toBe(true);
  return id;
}

const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"] dd`).first();

async function expectNoViolations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target).join(', ')}`),
  ).toEqual([]);
}

test('an administrator follows a broadcast, corrects it twice, stops it, copies it and takes it back', async ({
  open,
  realtime,
}) => {
  test.slow();
  const ana = await open('ana');
  const before = await bell(ana).unread();
  // Not in the inbox: there the administrator would see it as well.
  const admin = await open('admin', '/admin/broadcasts');
  const id = await send(admin, {
    title: 'Fire drill at noon',
    url: '/inbox?view=archived',
    linkLabel: 'Where to go',
  });
  await expect.poll(() => bell(ana).unread()).toBe(before + 1);

  await admin.goto(`/admin/broadcasts/${id}`);
  const progress = admin.getByRole('progressbar', { name: 'Delivered' });
  await expect(progress).toHaveAttribute('aria-valuetext', '2 of 4 delivered');
  const online = admin.locator('[data-online]');
  // With another service nobody here knows who is online, and nothing is said of it.
  if (realtime === 'embedded') await expect(online).toContainText('2 of its people are online now');
  else await expect(online).toHaveCount(0);

  // Figures move while the other reads.
  await bell(ana).open();
  await expect(figure(admin, 'seen')).toHaveText('1');
  const row = trayOf(ana).getByRole('listitem').filter({ hasText: 'Fire drill at noon' });
  await row.hover();
  await row.getByRole('button', { name: 'Mark as read' }).click();
  await expect(figure(admin, 'read')).toHaveText('1');
  await ana.goto('/inbox');
  const shown = ana.getByRole('main').locator('li', { hasText: 'Fire drill at noon' });
  await shown.getByRole('link').first().click();
  await expect(figure(admin, 'clicked')).toHaveText('1');

  // The lines, and the same numbers as a table.
  await expect(admin.locator('[data-chart="drawn"] svg')).toBeVisible();
  const marks = await admin.locator('[data-chart="drawn"] text', { hasText: ':' }).allTextContents();
  expect(marks.length).toBeGreaterThan(0);
  expect(new Set(marks).size, marks.join()).toBe(marks.length);
  await admin.getByText('Show as table').click();
  const table = admin.getByRole('region', { name: 'Over time as a table' });
  await expect(table.getByRole('row').nth(1)).toContainText(/Now\s*2\s*1\s*1\s*1/);
  await expectNoViolations(admin);

  // Who has not.
  await admin.getByLabel('Who', { exact: true }).selectOption('pending');
  await expect(admin).toHaveURL(/state=pending/);
  await expect(admin.locator('[data-recipient]')).toHaveCount(2);
  await admin.getByLabel('Name or address').fill('carla');
  await expect(admin.locator('[data-recipient]')).toHaveCount(1);
  await expect(admin).toHaveURL(/q=carla/);
  await admin.reload();
  await expect(admin.locator('[data-recipient="pending"]')).toContainText('Carla Rossi');

  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('link', { name: 'Export CSV' }).click(),
  ]);
  const csv = readFileSync(await download.path(), 'utf8');
  expect(download.suggestedFilename()).toBe(`broadcast-${id}.csv`);
  expect(csv.trim().split('\r\n')).toHaveLength(5);
  expect(csv).toContain('"Ana Duarte","ana@belfry.test","clicked"');

  // Corrected: in place, and nobody is asked again.
  const edit = async (title: string, again: boolean) => {
    await admin.getByRole('button', { name: 'Edit' }).click();
    const dialog = admin.getByRole('dialog', { name: 'Edit what was sent' });
    await expect(dialog.getByLabel('Title')).toBeFocused();
    await dialog.getByLabel('Title').fill(title);
    if (again) await dialog.getByLabel('Mark as unread again').check();
    if (!again) await expectNoViolations(admin);
    await dialog.getByRole('button', { name: 'Save for everyone' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(admin.getByRole('heading', { level: 1, name: title })).toBeFocused();
  };
  await ana.goto('/inbox');
  await edit('Fire drill at one', false);
  await expect(ana.getByRole('main').getByText('Fire drill at one')).toBeVisible();
  expect(await bell(ana).unread()).toBe(before);
  await edit('Fire drill at two', true);
  await expect.poll(() => bell(ana).unread()).toBe(before + 1);
  await expect(figure(admin, 'read')).toHaveText('0');
  await expect(figure(admin, 'clicked')).toHaveText('1');

  // Stopped: who has it keeps it, nobody else gets it.
  await admin.getByRole('button', { name: 'Stop delivering' }).click();
  const stop = admin.getByRole('alertdialog');
  await expect(stop).toContainText('2 of 4 delivered; nobody else will get it.');
  await stop.getByRole('button', { name: 'Stop delivering' }).click();
  await expect(figure(admin, 'skipped')).toHaveText('2');
  await expect(figure(admin, 'pending')).toHaveText('0');
  const ben = await open('ben');
  await expect(ben.getByRole('main').getByText('Fire drill at two')).toHaveCount(0);

  await admin.getByRole('button', { name: 'Duplicate as draft' }).click();
  await expect(admin).not.toHaveURL(new RegExp(id));
  await expect(admin.getByLabel('Title', { exact: true })).toHaveValue('Fire drill at two');

  await admin.goto(`/admin/broadcasts/${id}`);
  await admin.getByRole('button', { name: 'Recall' }).click();
  await expect(admin.getByRole('alertdialog')).toContainText('Removes it from 2 inboxes.');
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Recall' }).click();
  await expect(ana.locator('li', { hasText: 'Fire drill at two' })).toHaveCount(0);
  await expect.poll(() => bell(ana).unread()).toBe(before);
  await expect(admin.getByText('Recalled', { exact: true })).toBeVisible();
  await expect(admin.getByRole('listitem').filter({ hasText: /^Recalled .* by Robin Adler/ })).toBeVisible();
});

test('two administrators who edit one broadcast do not overwrite each other unseen', async ({
  open,
  expectedConsole,
}) => {
  expectedConsole.push(/409 .*\/api\/broadcasts\//);
  const admin = await open('admin', '/inbox');
  const id = await send(admin, { title: 'Lunch' });
  await admin.goto(`/admin/broadcasts/${id}`);
  await admin.getByRole('button', { name: 'Edit' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Edit what was sent' });
  await dialog.getByLabel('Title').fill('Lunch at one');
  const changed = await admin.request.patch(`/api/broadcasts/${id}`, {
    data: { title: 'Lunch at two' },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  expect(changed.ok()).toBe(true);
  await dialog.getByRole('button', { name: 'Save for everyone' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Robin Adler changed this');
  await expect(admin.getByRole('heading', { level: 1 })).toHaveText('Lunch at two');
  await dialog.getByRole('button', { name: 'Show what is there now' }).click();
  await expect(dialog.getByLabel('Title')).toHaveValue('Lunch at two');
});

test('the list of broadcasts is narrowed by the keyboard alone, and by its address without a script', async ({
  open,
  browserOf,
}) => {
  const admin = await open('admin', '/inbox');
  for (const title of ['Canteen closed', 'Parking closed']) await send(admin, { title });
  await admin.goto('/admin/broadcasts');
  const rows = admin.getByRole('row');
  const all = await rows.count();
  await admin.getByLabel('Title or text').focus();
  await admin.keyboard.type('closed');
  await expect(rows).toHaveCount(3);
  await expect(admin).toHaveURL(/\?q=closed$/);
  await expect(admin.getByLabel('Title or text')).toBeFocused();
  await expect(admin.locator('[data-announcer="polite"]')).toContainText('2 broadcasts.');
  await admin.keyboard.press('Tab');
  await expect(admin.getByLabel('State')).toBeFocused();
  await admin.keyboard.press('d');
  await expect(admin.getByRole('main').getByText('No broadcast matches.')).toBeVisible();
  await admin.getByRole('link', { name: 'Show all of them' }).focus();
  await admin.keyboard.press('Enter');
  await expect(rows).toHaveCount(all);
  await expectNoViolations(admin);

  const context = await browserOf({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await signIn(context.request, 'admin');
  const plain = await context.newPage();
  await plain.goto('/admin/broadcasts');
  await plain.getByLabel('Title or text').fill('Parking');
  await plain.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(plain.getByRole('link', { name: 'Parking closed', exact: true })).toBeVisible();
  await expect(plain.getByRole('link', { name: 'Canteen closed', exact: true })).toHaveCount(0);
});
