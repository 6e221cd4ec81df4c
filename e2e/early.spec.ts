// What a person does with a page before its script runs: on a slow line that is seconds.
import type { Page } from '@playwright/test';
import { EITHER, expect, holdScripts, PASSWORD, test, trayOf } from './fixtures';

const isPressable = (page: Page, name: string) => expect(page.getByRole('button', { name })).toBeEnabled();

test('a tray that was opened by key before any script ran takes the focus once they run', async ({
  open,
}) => {
  const page = await open('ana');
  const letScriptsGo = await holdScripts(page);
  await page.reload({ waitUntil: 'commit' });
  await page.locator('#bell').focus();
  await page.keyboard.press('Enter');
  await expect(trayOf(page)).toBeVisible();
  await expect(page.locator('#bell')).toBeFocused();
  letScriptsGo();
  await expect(trayOf(page).getByRole('heading', { name: 'Notifications' })).toBeFocused();
});

test(
  'what is typed and chosen in a draft before any script ran is in it, and "Continue" waits',
  EITHER,
  async ({ open }) => {
    const page = await open('admin', '/admin/broadcasts');
    const letScriptsGo = await holdScripts(page);
    await page.goto('/admin/broadcasts/new', { waitUntil: 'commit' });
    await page.getByLabel('Title').fill('Typed early');
    await page.getByLabel('Text (optional)').fill('Before **anything** ran.');
    await page.getByLabel('Severity').selectOption({ label: 'Warning' });
    await page.getByRole('radio', { name: 'Role' }).check();
    for (const name of ['Continue', 'Save draft', 'Send test to me'])
      await expect(page.getByRole('button', { name })).toBeDisabled();

    letScriptsGo();
    await page.getByRole('button', { name: 'Continue' }).click();
    const confirm = page.getByRole('alertdialog');
    await expect(confirm).toContainText('Typed early');
    await confirm.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByLabel('Title')).toHaveValue('Typed early');
    await expect(page.locator('[data-standing="saved"]')).toBeVisible();
    await page.reload({ waitUntil: 'commit' });
    await expect(page.getByLabel('Title')).toHaveValue('Typed early');
    // Typed into what stands there already, once it can be.
    await page.getByLabel('Text (optional)').fill('Before **anything** ran, and more.');
    await expect(page.getByText('and more.').last()).toBeVisible();
    await expect(page.getByLabel('Text (optional)')).toHaveValue('Before **anything** ran, and more.');
    await expect(page.getByLabel('Severity')).toHaveValue('warning');
    await expect(page.getByRole('radio', { name: 'Role' })).toBeChecked();
  },
);

test(
  'an address and a password that were filled in before any script ran sign in',
  EITHER,
  async ({ browserOf }) => {
    const page = await (await browserOf()).newPage();
    const letScriptsGo = await holdScripts(page);
    await page.goto('/sign-in', { waitUntil: 'commit' });
    await page.getByLabel('E-mail address').fill('ana@belfry.test');
    await page.getByLabel('Password').fill(PASSWORD);
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
    // The browser would send it by itself, and the password with it.
    await page.getByLabel('Password').press('Enter');
    letScriptsGo();
    await isPressable(page, 'Sign in');
    await page.getByLabel('Password').press('Enter');
    await expect(page).toHaveURL(/\/inbox$/);
  },
);

test('a button of a row waits for its script, and what is pressed then is done', EITHER, async ({ open }) => {
  const page = await open('ana');
  const letScriptsGo = await holdScripts(page);
  await page.reload({ waitUntil: 'commit' });
  const row = page.getByRole('main').locator('li[data-state="unread"]').first();
  const id = await row.getAttribute('data-id');
  await row.hover();
  await expect(row.getByRole('button', { name: 'Mark as read' })).toBeDisabled();
  letScriptsGo();
  await row.getByRole('button', { name: 'Mark as read' }).click();
  await expect(page.getByRole('main').locator(`li[data-id="${id}"]`)).toHaveAttribute('data-state', 'read');
});
