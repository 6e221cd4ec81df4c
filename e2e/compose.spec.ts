import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { EITHER, expect, post, test } from './fixtures';

const NEW = '/admin/broadcasts/new';
const title = (page: Page) => page.getByLabel('Title');
const text = (page: Page) => page.getByLabel('Text (optional)');
const saved = (page: Page) =>
  expect(page.locator('[data-standing="saved"]')).toHaveText(/^Draft saved \d\d:\d\d$/);
const preview = (page: Page) => page.getByRole('complementary', { name: 'Preview' });

async function drafts(page: Page) {
  const { broadcasts } = await (await page.request.get('/api/broadcasts?limit=100')).json();
  return broadcasts.filter(({ state }: { state: string }) => state === 'draft');
}

async function makeDraft(page: Page, draft: object) {
  const answer = await post(page.request, '/api/broadcasts', { audience: { kind: 'everyone' }, ...draft });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id as string;
}

/** Another administrator: Ben, from now on. */
async function promoteBen(admin: Page) {
  const { people } = await (await admin.request.get('/api/people?q=ben')).json();
  const answer = await admin.request.patch(`/api/people/${people[0].id}`, {
    data: { role: 'admin' },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

async function expectNoViolations(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes.map((node) => node.target.join(' '))}`),
  ).toEqual([]);
}

test(
  'what is typed is kept: through a reload, a server that is gone for a while, and going back',
  EITHER,
  async ({ belfry, open, expectedConsole }) => {
    // The wait before another attempt grows while the server is gone.
    test.slow();
    expectedConsole.push(/net::ERR_|WebSocket connection to|503/);
    const page = await open('admin', NEW);
    const before = (await drafts(page)).length;
    await title(page).fill('Fire drill');
    await saved(page);
    await expect(page).toHaveURL(/\/admin\/broadcasts\/[0-9a-f-]{36}$/);
    await text(page).fill('Take your **bike**.');
    await text(page).blur();
    await saved(page);
    await page.reload();
    await expect(title(page)).toHaveValue('Fire drill');
    await expect(text(page)).toHaveValue('Take your **bike**.');

    await belfry.stop('SIGKILL');
    await text(page).fill('Take your **bike** at noon.');
    await expect(page.locator('[data-standing="retrying"]')).toHaveText('Not saved. Trying again.');
    await belfry.start();
    await expect(page.locator('[data-standing="saved"]')).toBeVisible({ timeout: 40_000 });
    expect((await drafts(page)).length).toBe(before + 1);

    await page.getByRole('link', { name: 'Broadcasts', exact: true }).first().click();
    await expect(page.getByRole('heading', { name: 'Broadcasts' })).toBeVisible();
    await page.goBack();
    await expect(title(page)).toHaveValue('Fire drill');
    await expect(text(page)).toHaveValue('Take your **bike** at noon.');
  },
);

test(
  'two administrators on one draft: each choice is kept, and nothing is lost unasked',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/409/);
    const mine = await open('admin', '/inbox');
    const id = await makeDraft(mine, { title: 'Fire drill', format: 'markdown' });
    await promoteBen(mine);
    const theirs = await open('ben', `/admin/broadcasts/${id}`);
    await mine.goto(`/admin/broadcasts/${id}`);
    const conflict = mine.getByRole('region', { name: 'Two versions of this draft' });

    await title(theirs).fill('By the other');
    await title(theirs).blur();
    await saved(theirs);
    await title(mine).fill('By me');
    await expect(conflict).toContainText('Ben Okafor changed this draft');
    await conflict.getByRole('button', { name: 'Reload' }).click();
    await expect(title(mine)).toHaveValue('By the other');
    await expect(title(mine)).toBeFocused();
    await mine.getByRole('button', { name: 'Bring it back' }).click();
    await expect(title(mine)).toHaveValue('By me');
    await saved(mine);

    await text(theirs).fill('Of the other');
    const other = theirs.getByRole('region', { name: 'Two versions of this draft' });
    await expect(other).toContainText('Robin Adler changed this draft');
    await expectNoViolations(theirs, 'conflict');
    await other.getByRole('button', { name: 'Keep mine' }).click();
    await saved(theirs);
    const kept = await (await mine.request.get(`/api/broadcasts/${id}`)).json();
    expect([kept.title, kept.body]).toEqual(['By the other', 'Of the other']);
  },
);

test(
  'what another administrator wrote is not confirmed under the old title, before the dialog or in it',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/409/);
    const mine = await open('admin', '/inbox');
    const id = await makeDraft(mine, { title: 'A for all', format: 'markdown' });
    await promoteBen(mine);
    const theirs = await open('ben', '/inbox');
    const benWrites = async (change: object) => {
      const answer = await theirs.request.patch(`/api/broadcasts/${id}`, {
        data: change,
        headers: { 'Sec-Fetch-Site': 'same-origin' },
      });
      expect(answer.status(), await answer.text()).toBe(200);
    };
    // The page looks whether there is a newer one, and there is none yet.
    const looked = mine.waitForResponse((answer) => answer.url().endsWith(`/api/broadcasts/${id}`));
    await mine.goto(`/admin/broadcasts/${id}`);
    await looked;
    const conflict = mine.getByRole('region', { name: 'Two versions of this draft' });
    const confirm = mine.getByRole('alertdialog');
    const proceed = mine.getByRole('button', { name: 'Continue' });

    await benWrites({ title: 'B for senders', audience: { kind: 'role', role: 'sender' } });
    await proceed.click();
    await expect(conflict).toContainText('Ben Okafor changed this draft');
    await expect(confirm).toHaveCount(0);
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await saved(mine);

    await proceed.click();
    await expect(confirm).toContainText('A for all');
    await expect(confirm).toContainText('To everyone');
    await benWrites({ title: 'B for all' });
    await confirm.getByRole('button', { name: /^Send to \d+ people$/ }).click();
    await expect(confirm).toHaveCount(0);
    await expect(conflict).toContainText('Ben Okafor changed this draft');
    await conflict.getByRole('button', { name: 'Reload' }).click();
    await expect(title(mine)).toHaveValue('B for all');
    const { state } = await (await mine.request.get(`/api/broadcasts/${id}`)).json();
    expect(state).toBe('draft');
    await proceed.click();
    await expect(confirm).toContainText('B for all');
  },
);

test(
  'the toolbar and its keys by keyboard alone, and the browser undoes what they did',
  EITHER,
  async ({ open }) => {
    const page = await open('admin', NEW);
    await title(page).fill('Fire drill');
    await text(page).fill('Take your bike');
    await text(page).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.press('Control+B');
    await expect(text(page)).toHaveValue('Take your **bike**');
    await page.keyboard.press('Control+I');
    await expect(text(page)).toHaveValue('Take your ***bike***');
    await page.keyboard.press('Control+Z');
    await expect(text(page)).toHaveValue('Take your **bike**');
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+K');
    await expect(text(page)).toHaveValue('[Take your **bike**](https://)');
    await page.keyboard.press('Control+Z');

    // From the text back to its toolbar, along it, and into the text again with what was selected.
    await text(page).focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Bold' })).toBeFocused();
    await page.keyboard.press('End');
    await expect(page.getByRole('button', { name: 'List' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(text(page)).toBeFocused();
    await expect(text(page)).toHaveValue('- Take your **bike**');
  },
);

test(
  'the preview shows each place, theme, width and direction, by the keys of a tab list',
  EITHER,
  async ({ open }) => {
    test.slow();
    const page = await open('admin', NEW);
    await title(page).fill('Fire drill');
    await text(page).fill('Take your **bike**.\n\n- now\n- here');
    await page.getByLabel('Severity').selectOption('critical');
    const pane = preview(page).getByRole('tabpanel');
    await expect(pane.locator('[data-heard]')).toHaveText(
      'Unread. Critical. Fire drill, button, Take your bike. now here, General',
    );
    await preview(page).getByRole('tab', { name: 'Bell row' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect(preview(page).getByRole('tab', { name: 'Toast' })).toBeFocused();
    await expect(pane.locator('[data-toast="critical"]')).toBeVisible();
    await expect(pane.locator('[data-heard]')).toHaveText('Critical. Fire drill');
    await page.keyboard.press('End');
    await expect(pane.locator('strong')).toHaveText('bike');
    await expect(pane.locator('li li')).toHaveText(['now', 'here']);

    for (const name of ['Dark', 'Phone', 'Right to left']) {
      await preview(page).getByRole('button', { name }).click();
      await expectNoViolations(page, name);
    }
    const frame = pane.locator('[data-theme="dark"][data-preview="phone"][dir="rtl"]');
    await expect(frame).toHaveCSS('background-color', 'rgb(13, 17, 23)');
    expect((await frame.boundingBox())?.width).toBeLessThanOrEqual(320);
    await expect(page.locator('body')).toHaveCSS('direction', 'ltr');
  },
);

test('hostile text is inert in the form, the preview and the list', EITHER, async ({ open }) => {
  const page = await open('admin', NEW);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await title(page).fill('<img src=x onerror=alert(1)>');
  await text(page).fill(`<script>alert(1)</script> [x](javascript:alert(1)) ${'a'.repeat(1_900)}`);
  await page.getByLabel('Severity').selectOption('warning');
  await text(page).blur();
  await saved(page);
  for (const name of ['Bell row', 'Toast', 'Inbox']) {
    await preview(page).getByRole('tab', { name }).click();
    const pane = preview(page).getByRole('tabpanel');
    await expect(pane).toContainText('<img src=x');
    expect(await pane.locator('img, script, [href^="javascript"]').count()).toBe(0);
    const needed = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(needed).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  }
  await page.goto('/admin/broadcasts');
  await expect(page.getByText('<img src=x onerror=alert(1)>').first()).toBeVisible();
  expect(await page.locator('main img').count()).toBe(0);
  expect(dialogs).toEqual([]);
});

test(
  'a refused field does not keep the rest from being saved, and leaving asks',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/400/);
    const page = await open('admin', NEW);
    await title(page).fill('Fire drill');
    await page.getByLabel('Link (optional)', { exact: true }).fill('javascript:alert(1)');
    await expect(page.locator('[data-standing="partly"]')).toContainText('but not the link');
    await expect(page.getByText('A link is a path on this site')).toBeVisible();
    await expectNoViolations(page, 'refused');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await expect(title(page)).toHaveValue('Fire drill');
    await page.getByLabel('Link (optional)', { exact: true }).fill('/plan');
    await saved(page);
    await page.getByRole('button', { name: 'Discard draft' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Discard draft' }).click();
    await expect(page).toHaveURL(/\/admin\/broadcasts$/);
    const { broadcasts } = await (await page.request.get('/api/broadcasts?limit=1')).json();
    expect(broadcasts[0]).toMatchObject({ title: 'Fire drill', state: 'cancelled' });
  },
);
