import type { Page } from '@playwright/test';
import { bell, expect, post, test, trayOf } from './fixtures';

/** A broadcast to everybody, sent by this administrator's window; answers its id. */
async function send(admin: Page, content: object): Promise<string> {
  const json = { audience: { kind: 'everyone' }, ...content };
  const made = await post(admin.request, '/api/broadcasts', json);
  expect(made.status(), await made.text()).toBe(201);
  const { id } = await made.json();
  const { token } = await (await admin.request.get(`/api/broadcasts/${id}/audience`)).json();
  const sent = await post(admin.request, `/api/broadcasts/${id}/sending`, { token });
  expect(sent.status(), await sent.text()).toBe(200);
  return id;
}

const clicked = async (admin: Page, id: string) =>
  (await (await admin.request.get(`/api/broadcasts/${id}`)).json()).figures.clicked;

/** The id of this person's newest notification, once it has this title. */
async function rowId(page: Page, title: string): Promise<string> {
  const newest = async () => (await (await page.request.get('/api/notifications?limit=1')).json()).items[0];
  await expect.poll(async () => (await newest()).title).toBe(title);
  return (await newest()).id;
}

const TARGET = '/inbox?view=archived';

test('a click and a middle click lead on and count once for each person', async ({ open }) => {
  const admin = await open('admin');
  const ana = await open('ana');
  const ben = await open('ben');
  const before = await bell(ana).unread();
  const id = await send(admin, { title: 'See the report', url: TARGET, linkLabel: 'Open report' });
  await bell(ana).open();
  const row = trayOf(ana).locator('li', { hasText: 'See the report' });
  await expect(row).toContainText('Open report');
  await row.getByRole('link').first().click();
  await expect(ana).toHaveURL(new RegExp(`${TARGET.replace('?', '\\?')}$`));
  await expect(trayOf(ana)).toBeHidden();
  await expect.poll(() => clicked(admin, id)).toBe(1);
  await expect.poll(() => bell(ana).unread()).toBe(before);

  const other = ben.context().waitForEvent('page');
  const link = ben.getByRole('main').locator('li', { hasText: 'See the report' }).getByRole('link').first();
  await link.click({ button: 'middle' });
  await expect(await other).toHaveURL(new RegExp(`${TARGET.replace('?', '\\?')}$`));
  await expect.poll(() => clicked(admin, id)).toBe(2);
  await expect(ben.getByRole('main').locator('li', { hasText: 'See the report' })).toHaveAttribute(
    'data-state',
    'read',
  );
  await link.click();
  await expect(ben).toHaveURL(new RegExp(`${TARGET.replace('?', '\\?')}$`));
  await expect.poll(() => clicked(admin, id)).toBe(2);
});

test('what a browser loads ahead counts nowhere, and a link elsewhere has a tab of its own', async ({
  open,
  expectedConsole,
}) => {
  expectedConsole.push(/403 \(Forbidden\)/);
  const admin = await open('admin');
  const ana = await open('ana');
  const id = await send(admin, { title: 'Status', url: 'https://status.belfry.test/7' });
  const row = ana.getByRole('main').locator('li', { hasText: 'Status' });
  await expect(row).toContainText('status.belfry.test');
  const address = `/n/${await rowId(ana, 'Status')}`;
  const refused = ana.waitForResponse((response) => response.url().endsWith(address));
  await ana.evaluate((href) => {
    const link = Object.assign(document.createElement('link'), { rel: 'prefetch', href });
    document.head.append(link);
  }, address);
  expect((await refused).status()).toBe(403);
  expect(await clicked(admin, id)).toBe(0);
  await expect(row).toHaveAttribute('data-state', 'unread');

  await ana
    .context()
    .route('https://status.belfry.test/**', (route) => route.fulfill({ body: 'all is well' }));
  const other = ana.context().waitForEvent('page');
  await row.getByRole('link').first().click();
  const tab = await other;
  await expect(tab).toHaveURL('https://status.belfry.test/7');
  expect(await tab.evaluate(() => window.opener === null && document.referrer === '')).toBe(true);
  await expect.poll(() => clicked(admin, id)).toBe(1);
});

test('whoever is signed out comes back to where the link leads; a stranger and the late find words', async ({
  open,
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/404 \(Not Found\)/);
  const admin = await open('admin');
  const ana = await open('ana');
  const ben = await open('ben');
  const id = await send(admin, { title: 'Sign here', url: TARGET });
  const address = `/n/${await rowId(ana, 'Sign here')}`;

  const page = await (await browserOf()).newPage();
  await page.goto(address);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await page.getByLabel('E-mail address').fill('ana@belfry.test');
  await page.getByLabel('Password').fill('belfry-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${TARGET.replace('?', '\\?')}$`));
  await expect.poll(() => clicked(admin, id)).toBe(1);

  await ben.goto(address);
  await expect(ben.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  expect((await post(admin.request, `/api/broadcasts/${id}/recall`)).ok()).toBe(true);
  await ana.goto(address);
  await expect(ana.getByRole('heading', { name: 'This notification was recalled.' })).toBeVisible();
  await ana.getByRole('main').getByRole('link', { name: 'Go to the inbox' }).click();
  await expect(ana).toHaveURL(/\/inbox$/);
});

test('a toast is found by keyboard, goes by Escape, and leads where its notification does', async ({
  open,
}) => {
  const admin = await open('admin');
  const ana = await open('ana', TARGET);
  const beside = await ana.context().newPage();
  await beside.goto(TARGET);
  await ana.bringToFront();
  for (const page of [ana, beside]) await expect(page.locator('#bell[data-live="true"]')).toHaveCount(1);
  const notify = (title: string, severity: string) =>
    post(admin.request, '/api/notifications', {
      recipients: ['ana@belfry.test'],
      title,
      severity,
      url: '/inbox?view=unread',
    });
  await notify('Just so you know', 'info');
  await notify('Disk full', 'critical');
  const region = ana.getByRole('region', { name: 'New notifications' });
  const toasts = region.getByRole('group');
  await expect(toasts).toHaveCount(1);
  await expect(region).toHaveAttribute('aria-live', 'off');
  await expect(toasts).toContainText('Disk full');
  // One of the two windows says it.
  const said = () =>
    Promise.all([ana, beside].map((page) => page.locator('[data-announcer="assertive"]').innerText()));
  await expect
    .poll(async () => (await said()).filter((text) => text === 'Critical. Disk full').length)
    .toBe(1);

  await ana.locator('#bell').focus();
  await ana.keyboard.press('Tab');
  await expect(region.getByRole('link')).toBeFocused();
  await ana.keyboard.press('Escape');
  await expect(region).toHaveCount(0);
  await expect(ana.locator('#bell')).toBeFocused();
  await expect(beside.getByRole('region', { name: 'New notifications' })).toHaveCount(0);

  await notify('Backup failed', 'warning');
  await expect(toasts).toContainText('Backup failed');
  await ana.keyboard.press('Tab');
  await ana.keyboard.press('Enter');
  await expect(ana).toHaveURL(/view=unread$/);
  await expect(region).toHaveCount(0);
  const row = ana.getByRole('main').locator('li', { hasText: 'Backup failed' });
  await expect(row).toHaveCount(0);
  await bell(ana).open();
  await expect(trayOf(ana).locator('li', { hasText: 'Backup failed' })).toHaveAttribute('data-state', 'read');
});

test('many warnings are one toast, and one that is read elsewhere goes', async ({ open }) => {
  const admin = await open('admin');
  const ana = await open('ana', TARGET);
  const phone = await open('ana');
  await expect(ana.locator('#bell[data-live="true"]')).toHaveCount(1);
  const notify = (title: string) =>
    post(admin.request, '/api/notifications', {
      recipients: ['ana@belfry.test'],
      title,
      severity: 'critical',
    });
  await notify('Smoke in room 4');
  const toasts = ana.getByRole('region', { name: 'New notifications' }).getByRole('group');
  await expect(toasts).toHaveCount(1);
  const row = phone.getByRole('main').locator('li', { hasText: 'Smoke in room 4' });
  await row.hover();
  await row.getByRole('button', { name: 'Mark as read' }).click();
  await expect(toasts).toHaveCount(0);
  await Promise.all(['1', '2', '3', '4', '5', '6', '7'].map((n) => notify(`Alarm ${n}`)));
  await expect(toasts).toHaveCount(1);
  await expect(toasts).toContainText('7 new notifications.');
  await toasts.getByRole('link', { name: 'Open inbox' }).click();
  await expect(ana).toHaveURL(/\/inbox$/);
  await expect(toasts).toHaveCount(0);
});

test('what is recalled while it is looked at leaves a line for a moment, and the focus goes on', async ({
  open,
}) => {
  const admin = await open('admin');
  const ana = await open('ana');
  const before = await bell(ana).unread();
  const id = await send(admin, { title: 'A mistake' });
  const row = ana.getByRole('main').locator('li[data-id]', { hasText: 'A mistake' });
  await row.getByRole('button').first().focus();
  await expect.poll(() => bell(ana).unread()).toBe(before + 1);
  const said = await sayings(ana);
  expect((await post(admin.request, `/api/broadcasts/${id}/recall`)).ok()).toBe(true);
  const stone = ana.getByRole('main').locator('li[data-gone="recalled"]');
  await expect(stone).toHaveText('This notification was recalled.');
  await expect(row).toHaveCount(0);
  await expect.poll(() => bell(ana).unread()).toBe(before);
  await expect(ana.getByRole('main').locator('li[data-id] :focus')).toHaveCount(1);
  await expect.poll(said).toContain('This notification was recalled.');
  await expect(stone).toHaveCount(0);
  await ana.reload();
  await expect(ana.getByText('This notification was recalled.')).toHaveCount(0);
});

/** Everything that is read aloud politely from now on: what is said next takes the place of what was said before. */
async function sayings(page: Page): Promise<() => Promise<readonly string[]>> {
  const said: string[] = [];
  await page.exposeFunction('heard', (text: string) => void said.push(text));
  await page.locator('[data-announcer="polite"]').evaluate((node) => {
    const tell = () => Reflect.get(window, 'heard')(node.textContent ?? '');
    new MutationObserver(tell).observe(node, { childList: true, characterData: true, subtree: true });
  });
  return async () => said;
}
