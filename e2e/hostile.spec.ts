import type { Page } from '@playwright/test';
import { bell, expect, post, test, trayOf } from './fixtures';

/** What somebody may send who means no good; each within the bounds of a title. */
const TITLES = [
  '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">',
  'javascript:window.ran=1',
  '&lt;script&gt;window.ran = 1&lt;/script&gt; &#x202e;',
  '"><svg onload="window.ran = 1"><!--',
  'W'.repeat(120),
  '😀'.repeat(60),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  'zero​width‍joined﻿word',
  '‏עברית then English',
  '=HYPERLINK("https://evil.example","x")',
] as const;
const BODY = `[x](javascript:window.ran=1) <b onclick="window.ran=1">b</b> ![x](https://evil.example/p.png)\n${'W'.repeat(1_800)}`;

/** Nothing of it ran, nothing asked, nothing was fetched from elsewhere, and no page is wider than its window. */
async function isInert(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: 'ran' in window,
    over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    elements: document.querySelectorAll('main img, main svg[onload], main script, [onclick], [onerror]')
      .length,
  }));
  expect(found, where).toEqual({ ran: false, over: 0, elements: 0 });
}

async function watch(page: Page, seen: string[]): Promise<void> {
  page.on('dialog', (dialog) => {
    seen.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url().includes('evil.example')) seen.push(`request: ${request.url()}`);
  });
  await page.setViewportSize({ width: 320, height: 640 });
}

test('hostile text is inert in the bell, in toasts, on every page and in the title, at 320 px', async ({
  open,
}) => {
  // Nine of them on some twenty pages.
  test.slow();
  const seen: string[] = [];
  const admin = await open('admin');
  const ana = await open('ana', '/inbox?view=archived');
  for (const page of [admin, ana]) await watch(page, seen);
  await expect(ana.locator('#bell[data-live="true"]')).toHaveCount(1);
  const broadcasts: string[] = [];
  for (const title of TITLES) {
    const content = {
      title,
      body: BODY,
      format: 'markdown',
      severity: 'critical',
      audience: { kind: 'everyone' },
    };
    const made = await post(admin.request, '/api/broadcasts', {
      ...content,
      url: '/x',
      linkLabel: '<i>Open</i>',
    });
    expect(made.status(), await made.text()).toBe(201);
    const { id } = await made.json();
    const { token } = await (await admin.request.get(`/api/broadcasts/${id}/audience`)).json();
    expect((await post(admin.request, `/api/broadcasts/${id}/sending`, { token })).ok()).toBe(true);
    broadcasts.push(id);
    if (broadcasts.length > 3) continue;
    const toast = ana.getByRole('region', { name: 'New notifications' }).getByRole('group').last();
    await expect(toast).toContainText(title);
    await isInert(ana, `toast of ${title}`);
  }
  await expect(
    ana.getByRole('region', { name: 'New notifications' }).getByRole('group').first(),
  ).toBeVisible();
  await isInert(ana, 'many toasts');
  await bell(ana).open();
  for (const title of TITLES) await expect(trayOf(ana).getByText(title, { exact: true })).toHaveCount(1);
  await isInert(ana, 'tray');
  await ana.goto('/inbox');
  for (const title of TITLES) {
    await expect(ana.getByRole('main').getByText(title, { exact: true })).toHaveCount(1);
  }
  await expect(ana.getByRole('main').getByText('<i>Open</i>').first()).toBeVisible();
  await isInert(ana, 'inbox');
  expect(await ana.title()).toMatch(/^\(\d+\+?\) Inbox · Belfry$/);

  await admin.goto('/admin/broadcasts');
  await expect(admin.getByRole('main').getByText(TITLES[0], { exact: true }).first()).toBeVisible();
  await isInert(admin, 'history');
  for (const id of broadcasts) {
    await admin.goto(`/admin/broadcasts/${id}`);
    await expect(admin.getByRole('main')).toBeVisible();
    await isInert(admin, `broadcast ${id}`);
  }
  await admin.getByRole('button', { name: 'Recall' }).click();
  await expect(admin.getByRole('alertdialog')).toBeVisible();
  await isInert(admin, 'dialog');
  expect(seen).toEqual([]);
});

test('what hides or turns text round, and what is too long, is refused by name and stored nowhere', async ({
  open,
}) => {
  const admin = await open('admin');
  const send = async (content: object) => {
    const json = { recipients: ['ana@belfry.test'], title: 'x', ...content };
    const answer = await post(admin.request, '/api/notifications', json);
    const { errors } = await answer.json();
    return [answer.status(), ...(errors ?? []).map(({ path }: { path: string }) => path)];
  };
  expect(await send({ title: 'evil ‮gpj.exe' })).toEqual([400, 'title']);
  expect(await send({ body: 'a⁦b' })).toEqual([400, 'body']);
  expect(await send({ title: 'bell\u0007' })).toEqual([400, 'title']);
  expect(await send({ title: '​‍' })).toEqual([400, 'title']);
  expect(await send({ title: 'W'.repeat(2_000) })).toEqual([400, 'title']);
  expect(await send({ body: '😀'.repeat(10_000) })).toEqual([400, 'body']);
  for (const url of [
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil',
  ]) {
    expect(await send({ url }), url).toEqual([400, 'url']);
  }
});
