import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const PASSWORD = 'a password of my own';

async function expectAccessible(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}

/** The confirmation that is open; its way out has the focus. */
const question = (page: Page) => page.getByRole('alertdialog');

async function manage(page: Page, name: string, act: string) {
  await page.getByRole('button', { name: `Manage ${name}` }).click();
  await page.getByRole('dialog', { name }).getByRole('button', { name: act }).click();
}

test('somebody is invited, joins in another browser, is made a sender, and is signed out everywhere', async ({
  open,
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*(400|401|403)/);
  // axe looks at six pages whole.
  test.slow();
  const admin = await open('admin', '/admin/people');
  await expectAccessible(admin, 'people');

  // By keyboard alone, from the button to the link.
  await admin.getByRole('button', { name: 'Invite somebody' }).focus();
  await admin.keyboard.press('Enter');
  await expect(admin.getByLabel('Name', { exact: true })).toBeFocused();
  await admin.keyboard.type('Dora');
  await admin.keyboard.press('Tab');
  await admin.keyboard.type('nobody');
  await admin.keyboard.press('Enter');
  await expect(admin.getByText('This is not an e-mail address.')).toBeVisible();
  const address = admin.getByLabel('E-mail address', { exact: true });
  await expect(address).toBeFocused();
  await expectAccessible(admin, 'invitation form');
  await admin.keyboard.press('Control+a');
  await admin.keyboard.type('dora@belfry.test');
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('heading', { name: 'The invitation for Dora is made' })).toBeFocused();
  await expectAccessible(admin, 'made link');
  const link = await admin.getByLabel('The one-time link').inputValue();
  await expect(admin.getByRole('list', { name: 'Open links' }).getByText('dora@belfry.test')).toBeVisible();
  await admin.reload();
  await expect(admin.getByLabel('The one-time link')).toHaveCount(0);

  const elsewhere = await browserOf();
  const dora = await elsewhere.newPage();
  await dora.goto(link);
  await expect(dora.getByLabel('E-mail address')).toHaveValue('dora@belfry.test');
  await expectAccessible(dora, 'joining');
  await dora.getByLabel('Password').fill('short');
  await dora.getByRole('button', { name: 'Join and sign in' }).click();
  await expect(dora.getByLabel('Password')).toBeFocused();
  await dora.getByLabel('Password').fill(PASSWORD);
  await dora.keyboard.press('Enter');
  await expect(dora).toHaveURL(/\/inbox$/);
  await expect(dora.locator('#bell')).toHaveAttribute('data-live', 'true');
  await expect(dora.getByRole('link', { name: 'Broadcasts' })).toHaveCount(0);

  // The link works once, also in another browser.
  const late = await (await browserOf()).newPage();
  await late.goto(link);
  await expect(late.getByText('This link was used before.')).toBeVisible();
  await expect(late.getByText('dora')).toHaveCount(0);
  await expectAccessible(late, 'used link');

  await admin.reload();
  await manage(admin, 'Dora', 'Make a sender');
  await expect(question(admin).getByRole('button', { name: 'Cancel' })).toBeFocused();
  await expectAccessible(admin, 'question');
  await question(admin).getByRole('button', { name: 'Make a sender' }).click();
  await expect(admin.getByRole('row', { name: /Dora/ })).toContainText('Sender');
  await expect(admin.getByRole('button', { name: 'Manage Dora' })).toBeFocused();
  await dora.goto('/admin/broadcasts/new');
  await expect(dora.getByRole('heading', { level: 1 })).toBeVisible();
  await dora.goto('/inbox');
  await expect(dora.locator('#bell')).toHaveAttribute('data-live', 'true');

  await admin.reload();
  await manage(admin, 'Dora', 'Sign out everywhere');
  await question(admin).getByRole('button', { name: 'Sign out of 1 place' }).click();
  await expect(dora.getByRole('main').getByText('Your session has ended.')).toBeVisible();
  await expect(admin.getByRole('row', { name: /Dora/ })).toContainText('Not signed in');
});

test('whoever is disabled is out of an open window at once, and comes back by a new password', async ({
  open,
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*(401|403)/);
  const admin = await open('admin', '/admin/people?q=ana');
  const ana = await open('ana');
  await expect(ana.locator('#bell')).toHaveAttribute('data-live', 'true');
  const name = (await admin.getByRole('rowheader').first().locator('span').first().textContent()) ?? '';
  await manage(admin, name, 'Disable');
  await question(admin).getByRole('button', { name: 'Disable' }).click();
  await expect(ana.getByRole('main').getByText('Your session has ended.')).toBeVisible();
  await expect(admin.getByRole('row', { name: new RegExp(name) })).toContainText('Disabled');
  await manage(admin, name, 'Enable');
  await question(admin).getByRole('button', { name: 'Enable' }).click();
  await expect(admin.getByRole('row', { name: new RegExp(name) })).toContainText('Active');

  await manage(admin, name, 'Link to a new password');
  await question(admin).getByRole('button', { name: 'Make link' }).click();
  const link = await admin.getByLabel('The one-time link').inputValue();
  const page = await (await browserOf()).newPage();
  await page.goto(link);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await expect(page).toHaveURL(/\/inbox$/);
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');
});

test('the last administrator stays, and a link that was taken back opens nothing', async ({
  open,
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*409/);
  const admin = await open('admin', '/admin/people?role=admin');
  const name = (await admin.getByRole('rowheader').first().locator('span').first().textContent()) ?? '';
  await manage(admin, name, 'Make a member');
  await question(admin).getByRole('button', { name: 'Make a member' }).click();
  await expect(question(admin).getByRole('alert')).toContainText('last administrator');
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('row', { name: new RegExp(name) })).toContainText('Administrator');

  await admin.getByRole('button', { name: 'Invite somebody' }).click();
  await admin.getByLabel('Name', { exact: true }).fill('Emil');
  await admin.getByLabel('E-mail address', { exact: true }).fill('emil@belfry.test');
  await admin.getByRole('form', { name: 'Invitation' }).getByLabel('Role').selectOption('admin');
  await admin.getByRole('button', { name: 'Make invitation link' }).click();
  const link = await admin.getByLabel('The one-time link').inputValue();
  await admin.getByRole('button', { name: 'Take back the invitation for Emil' }).click();
  await question(admin).getByRole('button', { name: 'Take back' }).click();
  await expect(admin.getByText('No invitation is waiting.')).toBeVisible();
  await expect(admin.getByRole('heading', { name: 'Open links' })).toBeFocused();
  await expect(admin.getByLabel('The one-time link')).toHaveCount(0);
  const emil = await (await browserOf()).newPage();
  await emil.goto(link);
  await expect(emil.getByText('This link was taken back.')).toBeVisible();
});
