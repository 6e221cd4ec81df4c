import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { bell, EITHER, expect, post, test } from './fixtures';

/** Long enough for a slow machine to come to the button. */
const HOLD_SECONDS = 20;

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.target.join(' ')}`)).toEqual([]);
}

/** Leads from the composer to the confirmation. */
async function toConfirmation(admin: Page) {
  await admin.getByRole('button', { name: 'Continue' }).click();
  return admin.getByRole('alertdialog');
}

test.describe('with a hold and a limit', () => {
  test.use({
    variables: {
      BROADCAST_HOLD_SECONDS: String(HOLD_SECONDS),
      BROADCASTS_PER_MINUTE: '0',
      BROADCASTS_PER_HOUR: '1',
    },
  });

  test(
    'a broadcast is tested, undone in its hold, held again and arrives once; the next has to wait',
    EITHER,
    async ({ open, expectedConsole }) => {
      test.slow();
      // The refused second sending.
      expectedConsole.push(/429/);
      const ana = await open('ana');
      const before = await bell(ana).unread();
      const admin = await open('admin', '/admin/broadcasts/new');
      const mine = await bell(admin).unread();
      await admin.getByLabel('Title', { exact: true }).fill('The lift is out of order');
      await expect(admin.locator('[data-audience="report"]')).toContainText('4 people');
      await expectNoViolations(admin);

      await admin.getByRole('button', { name: 'Send test to me' }).click();
      await expect(admin.getByText('Test sent. Look in your inbox.').first()).toBeVisible();
      await expect.poll(() => bell(admin).unread()).toBe(mine + 1);

      const confirm = await toConfirmation(admin);
      await expect(confirm).toContainText('Send to 4 people now?');
      await expect(confirm).toContainText('The lift is out of order');
      await expect(confirm).toContainText('To everyone');
      await expect(confirm).toContainText(`after ${HOLD_SECONDS} seconds; until then you can undo it`);
      await expect(confirm.getByRole('button', { name: 'Cancel' })).toBeFocused();
      await confirm.getByRole('button', { name: 'Send to 4 people' }).click();

      const timer = admin.getByRole('timer');
      await expect(timer).toHaveText(/^Sending in [0-9]+…$/);
      // By keyboard alone, as somebody would whose hand is not at the mouse.
      await expect(admin.getByRole('button', { name: 'Undo', exact: true })).toBeFocused();
      await expect(admin.locator('[data-announcer="polite"]')).toHaveText(
        /^Sending in \d+ seconds\. Press Undo/,
      );
      await admin.keyboard.press('Enter');
      await expect(admin.getByLabel('Title', { exact: true })).toHaveValue('The lift is out of order');
      await expect(admin.getByRole('heading', { level: 1, name: 'Draft' })).toBeFocused();
      expect(await bell(ana).unread()).toBe(before);

      // What was undone counts for no limit, and is sent again after a second thought.
      await admin.getByLabel('Title', { exact: true }).fill('The lift is out of order today');
      const again = await toConfirmation(admin);
      await again.getByRole('button', { name: 'Send to 4 people' }).click();
      await expect(timer).toHaveText(/^Sending in [0-9]+…$/);
      await admin.getByRole('button', { name: 'Pause' }).click();
      await expect(timer).toHaveText('Paused');
      await expectNoViolations(admin);
      await admin.getByRole('button', { name: 'Resume' }).click();
      await expect(timer).toHaveText(/^Sending in [0-9]+…$/);
      expect(await bell(ana).unread()).toBe(before);
      await expect.poll(() => bell(ana).unread(), { timeout: 45_000 }).toBe(before + 1);
      await expect(ana.getByRole('main').getByText('The lift is out of order today')).toHaveCount(1);
      await expect(timer).toHaveCount(0);
      await expect(admin.locator('[data-figure="delivered"] dd').first()).not.toHaveText('0');

      await admin.goto('/admin/broadcasts/new');
      await admin.getByLabel('Title', { exact: true }).fill('Too soon');
      const soon = await toConfirmation(admin);
      await soon.getByRole('button', { name: 'Send to 4 people' }).click();
      await expect(soon.getByRole('alert')).toContainText(/You can send again in \d+ minutes\./);
      expect(await bell(ana).unread()).toBe(before + 1);

      // Making it unread again would be a second sending; what was typed stays, and is saved without it.
      await admin.goto('/admin/broadcasts');
      await admin.getByRole('link', { name: 'The lift is out of order today', exact: true }).click();
      await admin.getByRole('button', { name: 'Edit' }).click();
      const edit = admin.getByRole('dialog', { name: 'Edit what was sent' });
      await edit.getByLabel('Title', { exact: true }).fill('The lift is in order again');
      await edit.getByLabel('Mark as unread again').check();
      await edit.getByRole('button', { name: 'Save for everyone' }).click();
      await expect(edit.getByRole('alert')).toContainText(
        /You can do that again in \d+ minutes, or save without it now\./,
      );
      await expect(edit.getByLabel('Title', { exact: true })).toHaveValue('The lift is in order again');
      expect(await bell(ana).unread()).toBe(before + 1);
      await edit.getByLabel('Mark as unread again').uncheck();
      await edit.getByRole('button', { name: 'Save for everyone' }).click();
      await expect(edit).toHaveCount(0);
      await expect(ana.getByRole('main').getByText('The lift is in order again')).toHaveCount(1);
      expect(await bell(ana).unread()).toBe(before + 1);
    },
  );
});

test(
  'a large number is typed, and one that is out of date is refused and shown anew',
  EITHER,
  async ({ open, expectedConsole }) => {
    // The refused sending.
    expectedConsole.push(/409/);
    const admin = await open('admin', '/admin/broadcasts/new');
    // The first look sees a crowd: a house of more than a hundred takes minutes to move in.
    await admin.route(
      '**/api/broadcasts/*/audience*',
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), count: 1284 } });
      },
      { times: 1 },
    );
    await admin.getByLabel('Title', { exact: true }).fill('Fire drill at noon');
    const confirm = await toConfirmation(admin);
    const send = confirm.getByRole('button', { name: 'Send to 1,284 people' });
    await expect(send).toBeDisabled();
    await confirm.getByLabel('Type 1,284 to confirm').fill('128');
    await expect(send).toBeDisabled();
    await confirm.getByLabel('Type 1,284 to confirm').fill('1284');
    await expect(send).toBeEnabled();

    const { link } = await (
      await post(admin.request, '/api/invitations', { name: 'New', email: 'new@belfry.test' })
    ).json();
    const token = new URL(link).searchParams.get('token');
    const joining = { token, password: 'a long enough password' };
    expect((await post(admin.request, '/api/invitations/acceptance', joining)).ok()).toBe(true);

    await send.click();
    await expect(confirm.getByRole('alert')).toHaveText(
      'The audience has changed: it was 1,284 people, now it is 5 people.',
    );
    await confirm.getByRole('button', { name: 'Send to 5 people' }).dblclick();
    await expect(admin).toHaveURL(/\/admin\/broadcasts\/[0-9a-f-]+$/);
    await expect(admin.getByRole('progressbar', { name: 'Delivered' })).toHaveAttribute(
      'aria-valuetext',
      /of 5/,
    );
  },
);

test(
  'the severity is said before sending, and of something critical the number is typed',
  EITHER,
  async ({ open }) => {
    const ana = await open('ana');
    const admin = await open('admin', '/admin/broadcasts/new');
    await admin.getByLabel('Title', { exact: true }).fill('Leave the building');
    const usual = await toConfirmation(admin);
    await expect(usual).toContainText('Leave the building');
    await expect(usual).not.toContainText('Severity');
    await expect(usual.getByLabel(/^Type /)).toHaveCount(0);
    await usual.getByRole('button', { name: 'Cancel' }).click();

    await admin.getByLabel('Severity').selectOption('warning');
    const warning = await toConfirmation(admin);
    await expect(warning).toContainText('Severity: warning.');
    await expect(warning.getByLabel(/^Type /)).toHaveCount(0);
    await warning.getByRole('button', { name: 'Cancel' }).click();

    await admin.getByLabel('Severity').selectOption('critical');
    const confirm = await toConfirmation(admin);
    await expect(confirm).toContainText(
      'Severity: critical. It goes also to people who turned its category off.',
    );
    await expectNoViolations(admin);
    const send = confirm.getByRole('button', { name: 'Send to 4 people' });
    await expect(send).toBeDisabled();
    await confirm.getByLabel('Type 4 to confirm').fill('44');
    await expect(send).toBeDisabled();
    await confirm.getByLabel('Type 4 to confirm').fill('4');
    await expect(send).toBeEnabled();
    await admin.keyboard.press('Enter');
    await expect(admin).toHaveURL(/\/admin\/broadcasts\/[0-9a-f-]+$/);
    await expect(ana.getByRole('main').getByText('Leave the building')).toHaveCount(1);
  },
);

test(
  'groups are chosen by keyboard and people by pasting; a time is asked about where clocks are set',
  EITHER,
  async ({ open }) => {
    test.slow();
    const admin = await open('admin', '/admin/broadcasts/new');
    const group = await (await post(admin.request, '/api/groups', { name: 'Second floor' })).json();
    const members = { people: ['ana@belfry.test', 'ben@belfry.test'] };
    expect((await post(admin.request, `/api/groups/${group.id}/members`, members)).ok()).toBe(true);

    await admin.getByLabel('Title', { exact: true }).fill('Summer party');
    await admin.getByRole('radio', { name: 'Groups' }).check();
    await expect(admin.getByText('Choose at least one group.')).toBeVisible();
    await admin.getByRole('combobox', { name: 'Groups', exact: true }).focus();
    await admin.keyboard.type('floo');
    await expect(admin.getByRole('option', { name: /Second floor/ })).toContainText('2 people');
    await admin.keyboard.press('ArrowDown');
    await admin.keyboard.press('Enter');
    const line = admin.locator('[data-audience="report"]');
    await expect(line).toContainText('2 people');
    await admin.getByText('Except…').click();
    await admin
      .getByLabel('People to leave out', { exact: true })
      .fill('Ben <ben@belfry.test>, nobody@belfry.test');
    await admin.getByRole('group', { name: 'Audience' }).getByRole('button', { name: 'Add people' }).click();
    await expect(admin.getByText('Nobody here has this address: nobody@belfry.test')).toBeVisible();
    await expect(line).toContainText('1 person');
    await line.getByText('Show 1 example').click();
    await expect(line).toContainText('ana@belfry.test');
    await expectNoViolations(admin);

    await admin.getByRole('radio', { name: 'Schedule' }).check();
    await admin.getByLabel('Time zone').selectOption('Europe/Berlin');
    await admin.getByLabel('Date', { exact: true }).fill(lastSunday(2));
    await admin.getByLabel('Time', { exact: true }).fill('02:30');
    await expect(admin.getByText(/^02:30 does not exist on \d+ March in Europe\/Berlin\.$/)).toBeVisible();
    await admin.getByRole('button', { name: 'Continue' }).click();
    await expect(admin.getByRole('alertdialog')).toHaveCount(0);
    await admin.getByLabel('Date', { exact: true }).fill(lastSunday(9));
    await expect(admin.getByText(/02:30 comes twice on this day in Europe\/Berlin/)).toBeVisible();
    await admin.getByRole('radio', { name: 'The second (UTC+1)' }).check();
    await expect(admin.locator('[data-when]')).toContainText('= 01:30 UTC');
    await admin.getByRole('radio', { name: 'Freeze this list' }).check();
    await expectNoViolations(admin);
    const confirm = await toConfirmation(admin);
    await expect(confirm).toContainText('Schedule for 1 person?');
    await expect(confirm).toContainText('To Second floor, except Ben');
    await expect(confirm).toContainText('To the people who belong now.');
    await confirm.getByRole('button', { name: 'Schedule for 1 person' }).click();
    await expect(admin.getByRole('timer')).toHaveText('Scheduled');
    await expect(admin.getByText('Goes to the people who were counted.')).toBeVisible();
    await admin.getByRole('button', { name: 'Back to draft' }).click();
    await expect(admin.getByLabel('Title', { exact: true })).toHaveValue('Summer party');
  },
);

test(
  'a copy whose excluded group was deleted says so, and goes on when it is removed',
  EITHER,
  async ({ belfry, open, expectedConsole }) => {
    // The refused counting.
    expectedConsole.push(/400/);
    const admin = await open('admin', '/admin/broadcasts');
    const api = (path: string) => `${belfry.url}/api${path}`;
    const group = await (await post(admin.request, api('/groups'), { name: 'Night shift' })).json();
    const members = { people: ['ben@belfry.test'] };
    expect((await post(admin.request, api(`/groups/${group.id}/members`), members)).ok()).toBe(true);
    const audience = { kind: 'everyone', except: { groups: [group.id] } };
    const content = { title: 'Not for the night', audience };
    const { id } = await (await post(admin.request, api('/broadcasts'), content)).json();
    const { token } = await (await admin.request.get(api(`/broadcasts/${id}/audience`))).json();
    expect((await post(admin.request, api(`/broadcasts/${id}/sending`), { token })).ok()).toBe(true);
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
    expect((await admin.request.delete(api(`/groups/${group.id}`), { headers })).ok()).toBe(true);

    await admin.goto(`/admin/broadcasts/${id}`);
    await admin.getByRole('button', { name: 'Duplicate as draft' }).click();
    await expect(admin.getByRole('heading', { level: 1, name: 'Draft' })).toBeVisible();
    const notice = admin.locator('[data-audience="deleted"][role="alert"]');
    await expect(notice).toContainText(
      '“Night shift”, which was left out, no longer exists: nobody is left out for it.',
    );
    await expectNoViolations(admin);
    await admin.getByRole('button', { name: 'Continue' }).click();
    await expect(
      admin.getByText('Remove it from the exceptions first.', { exact: false }).first(),
    ).toBeVisible();
    await expect(admin.getByRole('alertdialog')).toHaveCount(0);

    await admin.getByRole('button', { name: 'Remove Night shift (deleted)' }).click();
    await expect(notice).toHaveCount(0);
    const confirm = await toConfirmation(admin);
    await expect(confirm).toContainText('Send to 4 people now?');
  },
);

test(
  'what was due while the server was down goes out once, and says how late',
  EITHER,
  async ({ belfry, open }) => {
    test.slow();
    const admin = await open('admin', '/inbox');
    const ask = (path: string) => admin.request.get(`${belfry.url}${path}`);
    const content = { title: 'Due in between', audience: { kind: 'everyone' } };
    const { id } = await (await post(admin.request, `${belfry.url}/api/broadcasts`, content)).json();
    const { token } = await (await ask(`/api/broadcasts/${id}/audience`)).json();
    const due = Date.now() + 4_000;
    const sending = { token, at: new Date(due).toISOString() };
    const sent = await post(admin.request, `${belfry.url}/api/broadcasts/${id}/sending`, sending);
    expect(await sent.json()).toMatchObject({ state: 'scheduled' });
    await admin.close();
    await belfry.stop('SIGKILL');
    await expect.poll(() => Date.now() > due + 1_000, { timeout: 10_000 }).toBe(true);
    await belfry.start();
    const state = async () => (await (await ask(`/api/broadcasts/${id}`)).json()).state;
    await expect.poll(state).toBe('sent');
    const line = belfry.lines.find((text) => text.includes('Broadcasts went out')) ?? '{}';
    expect(JSON.parse(line).lateMs).toBeGreaterThanOrEqual(1_000);
    await belfry.stop('SIGKILL');
    await belfry.start();
    const ana = await open('ana');
    await expect(ana.getByRole('main').getByText('Due in between')).toHaveCount(1);
  },
);

/** The next last Sunday of a month (0 is January), as clocks in Europe are set on: `2027-03-28`. */
function lastSunday(month: number): string {
  const now = new Date();
  for (const year of [now.getUTCFullYear(), now.getUTCFullYear() + 1]) {
    const day = new Date(Date.UTC(year, month + 1, 0));
    day.setUTCDate(day.getUTCDate() - day.getUTCDay());
    if (day.getTime() > now.getTime() + 24 * 60 * 60 * 1000) return day.toISOString().slice(0, 10);
  }
  throw new Error('There is a last Sunday within a year.');
}

test(
  'what is counted meanwhile leaves "Continue" under the pointer that presses it',
  EITHER,
  async ({ open }) => {
    const admin = await open('admin', '/admin/broadcasts');
    // With all there can be said of an audience: whoever asks has this category off.
    const muting = await admin.request.put('/api/preferences/muted/general', {
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    expect(muting.ok(), await muting.text()).toBe(true);
    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await admin.route('**/api/audiences', async (route) => {
      await mayAnswer;
      await route.continue();
    });
    await admin.goto('/admin/broadcasts/new');
    await admin.getByLabel('Title').fill('Pressed while it counts');
    await admin.getByLabel('Title').blur();
    await expect(admin.locator('[data-standing="saved"]')).toBeVisible();
    await expect(admin.locator('[data-audience="counting"]')).toBeVisible();
    const button = admin.getByRole('button', { name: 'Continue' });
    await button.hover();
    const before = await button.boundingBox();
    await admin.mouse.down();
    answer();
    await expect(admin.getByText('1 has turned this category off')).toBeVisible();
    expect(await button.boundingBox()).toEqual(before);
    await admin.mouse.up();
    await expect(admin.getByRole('alertdialog')).toContainText('Pressed while it counts');
  },
);
