import { bell, expect, post, test } from './fixtures';

test('what waits behind a slow act is done when the page is left', async ({ open }) => {
  const page = await open('ana');
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');
  // The first act gets no answer for as long as this page lives.
  await page.evaluate(() => {
    const ask = window.fetch;
    window.fetch = (to, how) => {
      return String(to).endsWith('/reading') ? new Promise(() => {}) : ask.call(window, to, how);
    };
  });
  const row = page.getByRole('main').locator('li[data-state="unread"]').first();
  const id = await row.getAttribute('data-id');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await row.locator('[data-row-open]').focus();
  await page.keyboard.press('r');
  await page.keyboard.press('e');
  await expect(page.getByRole('main').locator(`li[data-id="${id}"]`)).toHaveCount(0);
  // It waits: two acts on one row reach the server one after the other.
  expect(asked.filter((url) => url.endsWith('/archiving'))).toEqual([]);
  await page.goto('/inbox?view=archived');
  await expect
    .poll(async () => {
      const answer = await page.request.get('/api/notifications?filter=archived&limit=100');
      return (await answer.json()).items.map((item: { id: string }) => item.id);
    })
    .toContain(id);
});

test('a tab whose session has ended shows the notice and nothing of the inbox', async ({
  belfry,
  open,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*401/);
  const page = await open('ana', '/inbox?view=unread');
  const admin = await open('admin');
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');
  const rows = page.getByRole('main').locator('li[data-id]');
  expect(await rows.count()).toBeGreaterThan(0);
  await expect(page).toHaveTitle(/^\(\d+\)/);
  // One that was opened stays in the Unread view otherwise.
  const told = { recipients: ['ana@belfry.test'], title: 'Opened in Unread' };
  await post(admin.request, `${belfry.url}/api/notifications`, told);
  const opened = rows.filter({ hasText: told.title });
  await opened.getByRole('button', { name: told.title }).click();
  await expect(opened).toHaveAttribute('data-state', 'read');

  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  await page.request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } });
  await expect(page.getByRole('main').getByText('Your session has ended.')).toBeVisible();
  await expect(rows).toHaveCount(0);
  await expect(page).toHaveTitle('Signed out · Belfry');
  expect(await bell(page).unread()).toBe(0);
  await expect(page.getByRole('main').getByText(/inbox zero|caught up|no unread/i)).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
});
