import type { Page } from '@playwright/test';
import { bell, expect, test } from './fixtures';

const rowsOf = (page: Page) => page.getByRole('main').locator('li[data-id]');
const rowOf = (page: Page, id: string) => page.getByRole('main').locator(`li[data-id="${id}"]`);
const isLive = (page: Page) => expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');

/** Archives the first row by keyboard; answers its id and title. */
async function archiveFirst(page: Page): Promise<{ id: string; title: string }> {
  const row = rowsOf(page).first();
  const id = (await row.getAttribute('data-id')) ?? '';
  const title = (await row.locator('[id$="title"]').textContent()) ?? '';
  await row.locator('[data-row-open]').focus();
  await page.keyboard.press('e');
  await expect(rowOf(page, id)).toHaveCount(0);
  return { id, title };
}

test('Undo in the bar says what it takes back, and leaves the focus on the row that is back', async ({
  open,
}) => {
  const page = await open('ana');
  await isLive(page);
  const { id, title } = await archiveFirst(page);
  const bar = page.locator('[data-undo=page]');
  await expect(bar).toContainText(`Archived “${title}”.`);
  await bar.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect(rowOf(page, id).locator('[data-row-open]')).toBeFocused();
  await expect(bar).toHaveCount(0);
});

test('what was done in one tab can be undone in another', async ({ open }) => {
  const page = await open('ana');
  await isLive(page);
  const other = await page.context().newPage();
  await other.goto('/inbox');
  await isLive(other);
  await page.bringToFront();
  const { id, title } = await archiveFirst(page);
  await expect(rowOf(other, id)).toHaveCount(0);
  await other.bringToFront();
  // It was not done here: nothing is offered as just done, but it can be undone.
  await expect(other.locator('[data-undo=page]')).toHaveCount(0);
  await other.getByRole('button', { name: `Undo: archived “${title}”` }).click();
  await expect(rowOf(other, id).locator('[data-row-open]')).toBeFocused();
  await expect(rowOf(page, id)).toHaveCount(1);
  // Nor is it offered where it was done.
  await expect(page.getByRole('button', { name: `archived “${title}”` })).toHaveCount(0);
  await expect(page.locator('[data-undo=page]')).toHaveCount(0);
});

test('after a reload "z" undoes what was done last, by keyboard alone, and exactly', async ({ open }) => {
  const page = await open('ana');
  await isLive(page);
  const before = await bell(page).unread();
  const archived = await archiveFirst(page);
  const unread = await bell(page).unread();
  await page.keyboard.press('Shift+R');
  await expect.poll(() => bell(page).unread()).toBe(0);
  // Without the one that the demo's person did the day before.
  const operations = async (): Promise<string[]> => {
    const answer = await (await page.request.get('/api/operations')).json();
    const mine = answer.operations.filter(
      ({ at }: { at: string }) => Date.parse(at) > Date.now() - 3_600_000,
    );
    return mine.map(({ did }: { did: string }) => did);
  };
  await expect.poll(operations).toEqual(['readAll', 'archive']);

  await page.reload();
  await isLive(page);
  expect(await bell(page).unread()).toBe(0);
  await rowsOf(page).first().locator('[data-row-open]').focus();
  await page.keyboard.press('z');
  await expect.poll(() => bell(page).unread()).toBe(unread);
  await page.keyboard.press('z');
  await expect(rowOf(page, archived.id)).toHaveCount(1);
  await expect.poll(() => bell(page).unread()).toBe(before);
  await expect.poll(operations).toEqual([]);
});
