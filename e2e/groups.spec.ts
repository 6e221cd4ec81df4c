import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { EITHER, expect, post, test } from './fixtures';

async function expectNoViolations(page: Page, where: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} at ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}

const LIST = [
  'Name;E-mail',
  'Ana;ana@belfry.test',
  'Ben;"ben@belfry.test"',
  'Stranger;stranger@example.org',
  'Carla;"carla@belfry.test',
  'Ana again;ANA@belfry.test',
].join('\n');

test(
  'a group is made and filled from a pasted list by keyboard alone, then from a file',
  EITHER,
  async ({ open, expectedConsole }) => {
    // axe looks at four of its states.
    test.slow();
    expectedConsole.push(/400 .*\/api\/groups\//);
    const page = await open('admin', '/admin/groups');
    const keys = page.keyboard;
    await expectNoViolations(page, 'groups');
    await page.getByLabel('Name of the new group').focus();
    await keys.type('Berlin office');
    await keys.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Berlin office' })).toBeVisible();
    await expect(page.getByText('Nobody is in this group yet.')).toBeVisible();

    await page.getByLabel('List of e-mail addresses').focus();
    await keys.insertText(LIST);
    await keys.press('Tab');
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeFocused();
    await keys.press('Tab');
    await expect(page.getByRole('button', { name: 'Check list' })).toBeFocused();
    await keys.press('Enter');
    const report = page.getByRole('region', { name: '2 people can be added' });
    await expect(report.getByRole('heading')).toBeFocused();
    await expect(report.getByRole('row').nth(1)).toContainText('4Stranger;stranger@example.org');
    await expect(report.getByRole('row').nth(2)).toContainText('quotation marks');
    await expect(report.getByRole('row').nth(3)).toContainText('further up already');
    await expect(page.getByText('Nobody is in this group yet.')).toBeVisible();
    await expectNoViolations(page, 'report');

    await keys.press('Tab');
    await expect(report.getByRole('button', { name: 'Add 2 people' })).toBeFocused();
    await keys.press('Enter');
    await expect(page.getByRole('heading', { name: '2 people were added' })).toBeFocused();
    const members = page.getByRole('list', { name: 'Members' });
    await expect(members.getByRole('listitem')).toHaveCount(2);
    await expectNoViolations(page, 'group');

    await members.getByRole('checkbox', { name: /ben@belfry\.test/ }).focus();
    await keys.press('Space');
    await page.getByRole('button', { name: 'Remove 1 person' }).focus();
    await keys.press('Enter');
    const question = page.getByRole('alertdialog', { name: 'Remove 1 person from this group?' });
    await expectNoViolations(page, 'question');
    await keys.press('Tab');
    await keys.press('Enter');
    await expect(question).toHaveCount(0);
    await expect(members.getByRole('listitem')).toHaveCount(1);
    await expect(page.getByRole('heading', { name: 'Members' })).toBeFocused();

    await page.getByLabel('E-mail address', { exact: true }).focus();
    await keys.type('nobody@belfry.test');
    await keys.press('Enter');
    await expect(page.getByText('Nobody here has this id or address.')).toBeVisible();

    const file = page.getByLabel('File with the list');
    const csv = { name: 'a.csv', mimeType: 'text/csv' };
    await file.setInputFiles({ ...csv, buffer: Buffer.from([0xff, 0xfe, 0x41, 0]) });
    await expect(page.locator('#field-list-error')).toContainText('CSV UTF-8');
    await file.setInputFiles({ ...csv, buffer: Buffer.from('email\r\nben@belfry.test') });
    await page.getByRole('button', { name: 'Check list' }).click();
    await page.getByRole('button', { name: 'Add 1 person' }).click();
    await expect(members.getByRole('listitem')).toHaveCount(2);
    const exported = await page.request.get('/api/groups/berlin-office/members.csv');
    expect(await exported.text()).toMatch(/^"email","name","since","disabled"\r\n"ana@.+\r\n"ben@/);
  },
);

test(
  'a group is deleted after a question, and one that a draft names says which',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/409 .*\/api\/groups\//, /404 .*\/admin\/groups/);
    const page = await open('admin', '/admin/groups');
    const make = async (name: string): Promise<string> =>
      (await (await post(page.request, '/api/groups', { name })).json()).id;
    const [named, free] = [await make('Crew'), await make('Other')];
    const audience = { kind: 'groups', groups: [named] };
    const draft = await post(page.request, '/api/broadcasts', { title: 'Lunch', audience });
    expect(draft.status(), await draft.text()).toBe(201);
    await page.goto(`/admin/groups/${named}`);
    const question = page.getByRole('alertdialog');
    await page.getByRole('button', { name: 'Delete group' }).click();
    await question.getByRole('button', { name: 'Delete group' }).click();
    await expect(question.getByRole('alert')).toContainText('“Lunch”');
    await question.getByRole('button', { name: 'Cancel' }).click();

    await page.goto(`/admin/groups/${free}`);
    await page.getByRole('button', { name: 'Delete group' }).click();
    await question.getByRole('button', { name: 'Delete group' }).click();
    await expect(page).toHaveURL(/\/admin\/groups$/);
    await expect(page.getByRole('link', { name: 'Crew' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Other' })).toHaveCount(0);

    const ana = await open('ana', '/admin/groups');
    await expect(ana.getByRole('heading', { level: 1 })).not.toHaveText('Groups');
  },
);

test(
  'somebody switches a category off by keyboard, and is told when it could not be saved',
  EITHER,
  async ({ open, expectedConsole }) => {
    expectedConsole.push(/Failed to load resource: net::ERR_FAILED .*\/api\/preferences\//);
    const page = await open('ana');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('link', { name: 'Notification settings' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Notification settings' })).toBeVisible();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectNoViolations(page, 'settings');
    const first = page.getByRole('switch').first();
    await expect(first).toBeChecked();
    await first.focus();
    await page.keyboard.press('Space');
    await expect(first).not.toBeChecked();
    await expect(page.locator('[data-announcer=polite]')).toContainText('saved.');
    await page.reload();
    await expect(first).not.toBeChecked();

    await page.route('**/api/preferences/**', (route) => route.abort());
    await first.click();
    await expect(page.getByText("Couldn't save. Try again.", { exact: true })).toBeVisible();
    await expect(first).not.toBeChecked();
  },
);
