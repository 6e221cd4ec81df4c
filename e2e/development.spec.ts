import { belfryProcess } from './belfry-process';
import { bell, expect, post, signIn, test, trayOf } from './fixtures';

// Development compiles a page when it is first asked for.
test.setTimeout(240_000);

test('development, where StrictMode does everything twice, says nothing in the console', async ({
  browser,
  maybeService,
}) => {
  const development = belfryProcess({
    template: process.env.BELFRY_TEMPLATE,
    flags: ['--dev', '--demo'],
    env: maybeService?.variables,
  });
  await development.start();
  const said: string[] = [];
  const openAs = async (who: 'ana' | 'admin', path: string) => {
    const context = await browser.newContext({ baseURL: development.url });
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) said.push(`${message.type()}: ${message.text()}`);
    });
    context.on('weberror', (error) => said.push(error.error().message));
    await signIn(context.request, who);
    const page = await context.newPage();
    await page.goto(path, { timeout: 120_000 });
    return page;
  };
  try {
    const ana = await openAs('ana', '/inbox');
    const admin = await openAs('admin', '/admin/broadcasts/new');
    const before = await bell(ana).unread();
    await expect(ana.locator('#bell[data-live="true"]')).toHaveCount(1, { timeout: 60_000 });
    await post(admin.request, '/api/notifications', {
      recipients: ['ana@belfry.test'],
      title: 'Once, not twice',
    });
    await expect.poll(() => bell(ana).unread(), { timeout: 30_000 }).toBe(before + 1);
    await bell(ana).open();
    await expect(trayOf(ana).getByText('Once, not twice')).toHaveCount(1);
    for (const path of ['/admin/broadcasts', '/admin/keys']) await admin.goto(path, { timeout: 120_000 });
    expect(said).toEqual([]);
  } finally {
    await development.remove();
  }
});
