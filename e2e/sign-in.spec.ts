import { EITHER, expect, PASSWORD, test } from './fixtures';

test('somebody signs in from the demo’s own page, reads, and signs out', async ({
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(/Failed to load resource.*401/);
  const page = await (await browserOf()).newPage();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('ana@belfry.test')).toBeVisible();
  await expect(page.getByText(PASSWORD)).toBeVisible();

  const refusals: string[] = [];
  for (const email of ['ana@belfry.test', 'nobody@belfry.test']) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('wrong password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
    refusals.push(await page.getByRole('main').getByRole('alert').innerText());
  }
  expect(refusals[0]).toBe(refusals[1]);

  await page.getByLabel('E-mail').fill('ana@belfry.test');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL(/\/inbox/);
  await expect(page.locator('#bell')).toHaveAttribute('aria-label', /^Notifications/);
  // A browser complains of a socket that is closed before it is open.
  await expect(page.locator('#bell')).toHaveAttribute('data-live', 'true');

  await page.getByRole('button', { name: /Ana Duarte/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/inbox');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a page of the administration is not for members', EITHER, async ({ open }) => {
  const page = await open('ana');
  for (const path of ['/admin/broadcasts', '/admin/broadcasts/new', '/admin/keys']) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    expect([303, 307, 403, 404], path).toContain(answer.status());
    expect(await answer.text()).not.toMatch(/New broadcast|Make key/);
  }
});

test('signing in leads only to pages of ours', EITHER, async ({ browserOf }) => {
  for (const target of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ]) {
    const page = await (await browserOf()).newPage();
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(target)}`);
    await page.getByLabel('E-mail').fill('ben@belfry.test');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page, target).toHaveURL(/\/inbox$/);
  }
});
