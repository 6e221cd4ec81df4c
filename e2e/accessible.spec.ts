import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bell, EITHER, expect, signIn, test } from './fixtures';

async function expectNoViolations(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${where}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    ),
  ).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(
    `every page is free of axe violations, ${colorScheme}`,
    EITHER,
    async ({ browserOf, expectedConsole }) => {
      // axe looks at each page whole.
      test.slow();
      expectedConsole.push(/404 .*\/nowhere/);
      const context = await browserOf({ colorScheme });
      const page = await context.newPage();
      await page.goto('/sign-in');
      await expectNoViolations(page, '/sign-in');
      await signIn(context.request, 'admin');
      for (const path of [
        '/inbox',
        '/inbox?view=unread',
        '/inbox?view=archived',
        '/admin/broadcasts',
        '/admin/broadcasts/new',
        '/admin/people',
        '/admin/groups',
        '/admin/keys',
        '/admin/audit',
        '/admin/realtime',
        '/settings/notifications',
        '/nowhere',
      ]) {
        await page.goto(path);
        await expectNoViolations(page, path);
      }
      await page.goto('/inbox');
      await bell(page).open();
      await expectNoViolations(page, 'tray');
      const { broadcasts } = await (await context.request.get('/api/broadcasts')).json();
      await page.goto(`/admin/broadcasts/${broadcasts[0].id}`);
      await expectNoViolations(page, 'broadcast');
    },
  );
}

test('nothing runs out of a narrow screen', EITHER, async ({ browserOf }) => {
  const context = await browserOf();
  await signIn(context.request, 'admin');
  const page = await context.newPage();
  for (const path of [
    '/inbox',
    '/admin/broadcasts',
    '/admin/broadcasts/new',
    '/admin/people',
    '/admin/groups',
    '/admin/keys',
    '/admin/audit',
    '/admin/realtime',
    '/settings/notifications',
  ]) {
    await page.goto(path);
    for (const width of [320, 640, 800]) {
      await page.setViewportSize({ width, height: 640 });
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(needed, `${path} at ${width}`).toBeLessThanOrEqual(width);
      // Where somebody is, is in sight in the strip of places, also once the screen has turned narrow.
      const here = page.getByRole('navigation', { name: 'Main' }).locator('[aria-current]');
      if (path !== '/settings/notifications') await expect(here).toBeInViewport({ ratio: 0.99 });
    }
  }
});
