import { bell, expect, post, TIMED, test, trayOf } from './fixtures';

test('an administrator’s broadcast arrives in another window’s bell, and its figures move live', async ({
  open,
}) => {
  const ana = await open('ana');
  const before = await bell(ana).unread();
  const admin = await open('admin', '/admin/broadcasts/new');
  await admin.getByLabel('Title').fill('The office closes at four on Friday');
  await admin.getByLabel('Text').fill('Take your bike with you.');
  await admin.getByRole('button', { name: 'Continue' }).click();
  const confirm = admin.getByRole('alertdialog');
  await expect(confirm).toContainText('Send to 4 people now?');
  await expect(confirm.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await confirm.getByRole('button', { name: 'Send to 4 people' }).click();

  await expect.poll(() => bell(ana).unread()).toBe(before + 1);
  await expect(admin).toHaveURL(/\/admin\/broadcasts\/[0-9a-f-]+$/);
  const figure = (name: string) => admin.locator(`[data-figure="${name}"] dd`).first();
  await expect(figure('delivered')).toHaveText('2');

  await bell(ana).open();
  const row = trayOf(ana).getByRole('listitem').first();
  await expect(row).toContainText('The office closes at four on Friday');
  await expect(figure('seen')).toHaveText('1');
  await expect(figure('read')).toHaveText('0');
  await row.hover();
  await row.getByRole('button', { name: 'Mark as read' }).click();
  await expect(figure('read')).toHaveText('1');
  await expect.poll(() => bell(ana).unread()).toBe(before);

  // Somebody who was away finds it, exactly once, and is counted then.
  const ben = await open('ben');
  await bell(ben).open();
  await expect(trayOf(ben).getByText('The office closes at four on Friday')).toHaveCount(1);
  await expect(figure('delivered')).toHaveText('3');
});

test('a broadcast that is taken back leaves every open inbox', async ({ open }) => {
  const ana = await open('ana');
  const before = await bell(ana).unread();
  const admin = await open('admin', '/inbox');
  const { id } = await (
    await post(admin.request, '/api/broadcasts', { title: 'A mistake', audience: { kind: 'everyone' } })
  ).json();
  const { token } = await (await admin.request.get(`/api/broadcasts/${id}/audience`)).json();
  expect((await post(admin.request, `/api/broadcasts/${id}/sending`, { token })).ok()).toBe(true);
  await expect.poll(() => bell(ana).unread()).toBe(before + 1);
  await expect(ana.getByRole('main').getByText('A mistake')).toBeVisible();

  await admin.goto(`/admin/broadcasts/${id}`);
  await admin.getByRole('button', { name: 'Recall' }).click();
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Recall' }).click();
  await expect(ana.locator('li', { hasText: 'A mistake' })).toHaveCount(0);
  await expect.poll(() => bell(ana).unread()).toBe(before);
});

test('two windows of one person agree within a second after a read in one', TIMED, async ({ open }) => {
  const one = await open('ana');
  const other = await one.context().newPage();
  await other.goto('/inbox');
  const before = await bell(other).unread();
  expect(before).toBeGreaterThan(0);
  const row = one.getByRole('main').locator('li[data-state="unread"]').first();
  const id = await row.getAttribute('data-id');
  await row.hover();
  await row.getByRole('button', { name: 'Mark as read' }).click();
  await expect(other.getByRole('main').locator(`li[data-id="${id}"]`)).toHaveAttribute('data-state', 'read', {
    timeout: 1_000,
  });
  await expect.poll(() => bell(other).unread(), { timeout: 1_000 }).toBe(before - 1);
});

test('a window is right again by itself after kill -9, with what was sent in between, nothing twice', async ({
  belfry,
  open,
  expectedConsole,
}) => {
  expectedConsole.push(
    /WebSocket connection to .* failed/,
    /ERR_CONNECTION_REFUSED/,
    /ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_INCOMPLETE/,
  );
  const ana = await open('ana');
  const admin = await open('admin');
  const before = await bell(ana).unread();
  const notify = async (title: string) => {
    const answer = await post(admin.request, `${belfry.url}/api/notifications`, {
      recipients: ['ana@belfry.test'],
      title,
    });
    expect(answer.status()).toBe(201);
  };
  await notify('Before the crash');
  await belfry.stop('SIGKILL');
  await belfry.start();
  // Before the window is back: the port answers programs at once.
  await notify('While she was away');
  await notify('And another');
  const began = performance.now();
  await expect.poll(() => bell(ana).unread(), { timeout: 20_000 }).toBe(before + 3);
  process.stdout.write(`right again ${Math.round(performance.now() - began)} ms after the restart\n`);
  for (const title of ['Before the crash', 'While she was away', 'And another']) {
    await expect(ana.getByRole('main').getByText(title)).toHaveCount(1);
  }
  // And it is live again, not only right once.
  await expect(ana.locator('#bell[data-live="true"]')).toHaveCount(1, { timeout: 20_000 });
  await notify('Live again');
  await expect.poll(() => bell(ana).unread(), { timeout: 2_000 }).toBe(before + 4);
});
