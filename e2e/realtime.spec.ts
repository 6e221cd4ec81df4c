import AxeBuilder from '@axe-core/playwright';
import { EMBEDDED, expect, post, signIn, test } from './fixtures';
import { figure, figureNumber, result, testButton } from './realtime-page';

test(
  'the figures move with what people do, and a close is told with its meaning',
  EMBEDDED,
  async ({ open }) => {
    const admin = await open('admin', '/admin/realtime');
    await expect(admin).toHaveTitle(/Realtime · Belfry$/);
    await expect(admin.getByRole('link', { name: 'Realtime' })).toHaveAttribute('aria-current', 'page');
    // The administrator's own window, and nobody else's.
    await expect(figure(admin, 'connections')).toHaveText('1');
    await expect(admin.locator('[data-channel]')).toHaveCount(1);
    await expect(admin.getByText('No connection has ended since the start.')).toBeVisible();

    const ana = await open('ana');
    await expect(figure(admin, 'connections')).toHaveText('2');
    await expect(admin.locator('[data-channel]').filter({ hasText: 'Inbox of Ana' })).toHaveCount(1);

    const published = await figureNumber(admin, 'published');
    const sent = await post(admin.context().request, '/api/notifications', {
      recipients: ['ana@belfry.test'],
      title: 'Seen on the way',
    });
    expect(sent.status()).toBe(201);
    await expect.poll(() => figureNumber(admin, 'published')).toBeGreaterThan(published);

    await ana.context().close();
    await expect(figure(admin, 'connections')).toHaveText('1');
    const close = admin.locator('[data-close]').first();
    await expect(close).toContainText(/1001 page left|1005 closed without a code|1006 line broke/);
    await expect(close).toContainText(/\d\d:\d\d:\d\d/);
  },
);

test(
  'the lines are drawn without a word in the console, and the table has their numbers',
  EMBEDDED,
  async ({ open }) => {
    const admin = await open('admin', '/admin/realtime');
    await expect(admin.locator('[data-chart="drawn"] svg path.recharts-curve')).toHaveCount(2, {
      timeout: 20_000,
    });
    await expect(admin.getByText(/^In the last \d+ s: .+ messages a second to clients/)).toBeVisible();
    await admin.getByText('Show as table').click();
    const rows = admin.getByRole('region', { name: 'Messages a second as a table' }).locator('tbody tr');
    await expect(rows.first()).toContainText(/\d\d:\d\d:\d\d/);
  },
);

test('the labels of the lines grow with the text size that a person has set', EMBEDDED, async ({ open }) => {
  const admin = await open('admin', '/admin/realtime');
  const labels = admin.locator('[data-chart="drawn"] text');
  const sizes = () =>
    labels.evaluateAll((all) => [...new Set(all.map((label) => getComputedStyle(label).fontSize))]);
  await expect.poll(sizes).toEqual(['12px']);
  // Set as a script may: the policy refuses an inline style sheet.
  await admin.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
  });
  await expect.poll(sizes).toEqual(['24px']);
});

test('the table of the lines is reached by keyboard', EMBEDDED, async ({ open }) => {
  const admin = await open('admin', '/admin/realtime');
  await testButton(admin).focus();
  await admin.keyboard.press('Tab');
  await expect(admin.getByText('Show as table')).toBeFocused();
  await admin.keyboard.press('Enter');
  const table = admin.getByRole('region', { name: 'Messages a second as a table' });
  // The first point takes five seconds.
  await expect(table).toBeVisible({ timeout: 20_000 });
  await admin.keyboard.press('Tab');
  await expect(table).toBeFocused();
});

test('the inbox does not load what draws the lines', EMBEDDED, async ({ open }) => {
  const page = await open('admin', '/inbox');
  const scripts = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => name.endsWith('.js')),
    );
  await expect(page.locator('#bell')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const before = await scripts();
  await page.getByRole('link', { name: 'Realtime' }).click();
  await expect(page.locator('[data-chart="drawn"] svg').first()).toBeVisible({ timeout: 20_000 });
  const drawing: string[] = [];
  for (const script of await scripts()) {
    const text = await (await page.request.get(script)).text();
    if (text.includes('recharts-responsive-container')) drawing.push(script);
  }
  expect(drawing.length).toBeGreaterThan(0);
  expect(drawing.filter((script) => before.includes(script))).toEqual([]);
});

test('a hidden page asks nothing', async ({ open }) => {
  const admin = await open('admin', '/admin/realtime');
  let asked = 0;
  admin.on('request', (request) => {
    if (request.url().endsWith('/api/realtime/figures')) asked += 1;
  });
  await expect.poll(() => asked).toBeGreaterThan(0);
  await admin.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  const then = asked;
  // Another page's clock says that three of its rounds have passed meanwhile.
  const other = await admin.context().newPage();
  let others = 0;
  other.on('request', (request) => {
    if (request.url().endsWith('/api/realtime/figures')) others += 1;
  });
  await other.goto('/admin/realtime');
  await expect.poll(() => others, { timeout: 20_000 }).toBeGreaterThan(2);
  // One may have been under way.
  expect(asked).toBeLessThanOrEqual(then + 1);
});

for (const who of ['ana', null] as const) {
  test(`${who ?? 'a stranger'} does not get to see it`, async ({ browserOf, expectedConsole }) => {
    expectedConsole.push(/404 .*\/admin\/realtime/);
    const context = await browserOf();
    if (who) await signIn(context.request, who);
    const page = await context.newPage();
    await page.goto('/admin/realtime');
    if (who === null) await expect(page).toHaveURL(/\/sign-in/);
    await expect(testButton(page)).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Realtime' })).toHaveCount(0);
    expect((await context.request.get('/api/realtime/figures')).status()).toBe(who === null ? 401 : 403);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`free of axe violations with everything on it, ${colorScheme}`, EMBEDDED, async ({ browserOf }) => {
    // axe looks at the whole page twice.
    test.slow();
    const context = await browserOf({ colorScheme, reducedMotion: 'reduce' });
    await signIn(context.request, 'admin');
    const passing = await context.newPage();
    await passing.goto('/inbox');
    const admin = await context.newPage();
    await admin.goto('/admin/realtime');
    await expect(figure(admin, 'connections')).toHaveText('2');
    await passing.close();
    await expect(admin.locator('[data-close]')).not.toHaveCount(0);
    await testButton(admin).click();
    await expect(result(admin)).toHaveAttribute('data-round-trip', 'back');
    await admin.getByText('Show as table').click();
    await expect(admin.getByRole('region', { name: 'Messages a second as a table' })).toBeVisible({
      timeout: 20_000,
    });
    await expect(admin.locator('[data-chart="drawn"] svg').first()).toBeVisible();
    for (const width of [1200, 320]) {
      await admin.setViewportSize({ width, height: 800 });
      const { violations } = await new AxeBuilder({ page: admin }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.target)}`)).toEqual([]);
      const needed = await admin.evaluate(() => document.documentElement.scrollWidth);
      expect(needed).toBeLessThanOrEqual(width);
    }
  });
}

test(
  'who is not signed in any more is shown nothing that the page knew',
  EMBEDDED,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/status of 401/);
    const admin = await open('admin', '/admin/realtime');
    await expect(admin.locator('[data-channel]')).toHaveCount(1);
    await admin.context().clearCookies();
    await expect(admin.locator('[data-figures="over"]')).toContainText('You are signed out');
    await expect(admin.locator('[data-channel]')).toHaveCount(0);
    await admin.getByRole('link', { name: 'Sign in' }).first().click();
    await expect(admin).toHaveURL(/\/sign-in/);
  },
);
