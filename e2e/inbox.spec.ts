import { bell, EITHER, expect, post, test } from './fixtures';

test(
  'All, Unread and Archived are addresses, and each shows what the server says',
  EITHER,
  async ({ open }) => {
    const page = await open('ben');
    for (const [name, filter] of [
      ['Unread', 'unread'],
      ['Archived', 'archived'],
      ['All', 'inbox'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Inbox views' }).getByRole('link', { name }).click();
      await expect(
        page.getByRole('navigation', { name: 'Inbox views' }).getByRole('link', { name }),
      ).toHaveAttribute('aria-current', 'page');
      const { items } = await (await page.request.get(`/api/notifications?filter=${filter}&limit=50`)).json();
      expect(items.length).toBeGreaterThan(0);
      await expect
        .poll(() =>
          page
            .getByRole('main')
            .locator('li[data-id]')
            .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id'))),
        )
        .toEqual(items.map((item: { id: string }) => item.id));
    }
    await page.goBack();
    await expect(page).toHaveURL(/view=archived/);
  },
);

test('"Load older" reaches the last without a hole or a double, while new ones arrive', async ({
  belfry,
  open,
}) => {
  const page = await open('carla');
  const admin = await open('admin');
  for (let batch = 0; batch < 130; batch += 1) {
    const answer = await post(admin.request, `${belfry.url}/api/notifications`, {
      recipients: ['carla@belfry.test'],
      title: `Number ${batch}`,
    });
    expect(answer.status()).toBe(201);
  }
  const shown = () =>
    page
      .getByRole('main')
      .locator('li[data-id]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
  const older = page.getByRole('button', { name: 'Load older' });
  await page.reload();
  let pages = 0;
  while (await older.isVisible()) {
    const count = (await shown()).length;
    await older.click();
    await expect.poll(async () => (await shown()).length).toBeGreaterThan(count);
    pages += 1;
    if (pages === 1)
      await post(admin.request, `${belfry.url}/api/notifications`, {
        recipients: ['carla@belfry.test'],
        title: 'In the middle of it',
      });
  }
  expect(pages).toBeGreaterThan(1);
  await page.evaluate(() => scrollTo(0, 0));
  const pill = page.getByRole('button', { name: /new notification/ });
  if (await pill.isVisible()) await pill.click();

  const all: string[] = [];
  let before: string | null = null;
  do {
    const answer = await page.request.get(
      `/api/notifications?filter=inbox&limit=100${before === null ? '' : `&before=${before}`}`,
    );
    const feed: { items: { id: string }[]; next: string | null } = await answer.json();
    all.push(...feed.items.map((item) => item.id));
    before = feed.next;
  } while (before !== null);
  await expect.poll(shown).toEqual(all);
  expect(new Set(all).size).toBe(all.length);
});

test('archiving takes a row to the archive and back', async ({ open }) => {
  const page = await open('ben');
  const row = page.getByRole('main').locator('li[data-id]').first();
  const id = await row.getAttribute('data-id');
  const same = page.getByRole('main').locator(`li[data-id="${id}"]`);
  await row.hover();
  await row.getByRole('button', { name: 'Archive' }).click();
  await expect(same).toHaveCount(0);
  await page.getByRole('link', { name: 'Archived' }).click();
  await expect(same).toHaveCount(1);
  await same.hover();
  await same.getByRole('button', { name: 'Move to inbox' }).click();
  await expect(same).toHaveCount(0);
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await expect(same).toHaveCount(1);
});

test('the tab’s title carries the number', async ({ open }) => {
  const page = await open('ana');
  const unread = await bell(page).unread();
  await expect(page).toHaveTitle(`(${unread}) Inbox · Belfry`);
});

test('hostile text is text', EITHER, async ({ belfry, open }) => {
  const page = await open('ana');
  const admin = await open('admin');
  const title = '<img src=x onerror="document.title=1"> <b>x</b> عزيزتي 🎉';
  const answer = await post(admin.request, `${belfry.url}/api/notifications`, {
    recipients: ['ana@belfry.test'],
    title,
    body: '<script>document.title=2</script>',
  });
  expect(answer.status()).toBe(201);
  await expect(page.getByRole('main').getByText('<img src=x')).toBeVisible();
  await expect(page.getByRole('main').getByText('<script>')).toBeVisible();
  expect(await page.locator('main img, main script').count()).toBe(0);
});

test(
  'what reads Markdown may come late, and takes nothing of the page with it',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/net::ERR_FAILED/);
    const page = await open('ana');
    let missing = 0;
    let isBack = false;
    await page.route('**/_next/static/chunks/**', async (route) => {
      const answer = await route.fetch();
      const isReader = (await answer.text()).includes('remarkPlugins');
      if (!isReader || isBack) return route.fulfill({ response: answer });
      missing += 1;
      await route.abort();
    });
    await page.reload();
    const row = page.getByRole('main').locator('li', { hasText: 'Two-step sign-in is required' });
    await expect(row).toContainText('three minutes');
    await expect(page.locator('#bell[data-live="true"]')).toHaveCount(1);
    // More often than the loader of chunks tries by itself.
    await expect.poll(() => missing).toBeGreaterThan(4);
    isBack = true;
    await expect(row.locator('ol li')).toHaveCount(3);
    await row.hover();
    await row.getByRole('button', { name: 'Mark as read' }).click();
    await expect(row).toHaveAttribute('data-state', 'read');
  },
);
