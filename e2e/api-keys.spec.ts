import { bell, EITHER, expect, test } from './fixtures';

test(
  'another program notifies somebody with a key that an administrator made, until it is revoked',
  EITHER,
  async ({ belfry, open, playwright }) => {
    const ana = await open('ana');
    const before = await bell(ana).unread();
    const admin = await open('admin', '/admin/keys');
    await admin.getByLabel('Name of the new key').fill('Deploy script');
    await admin.getByRole('button', { name: 'Make key' }).click();
    const key = await admin.getByLabel('The new key', { exact: true }).inputValue();
    expect(key).toMatch(/^bk_/);

    const program = await playwright.request.newContext();
    const send = (authorization: string) =>
      program.post(`${belfry.url}/api/notifications`, {
        headers: { Authorization: authorization },
        data: {
          recipients: ['ana@belfry.test'],
          title: 'Deployed 2.41',
          url: 'https://ci.example.org/2.41',
          category: 'deploys',
        },
      });
    expect((await send(`Bearer ${key}`)).status()).toBe(201);
    await expect.poll(() => bell(ana).unread()).toBe(before + 1);
    for (const wrong of [`Bearer ${key.slice(0, -1)}x`, 'Bearer', 'Bearer %E0%A4%A', key]) {
      expect((await send(wrong)).status(), wrong).toBe(401);
    }

    await admin.reload();
    await expect(admin.getByText(key)).toHaveCount(0);
    await admin.getByRole('button', { name: 'Revoke Deploy script' }).click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click();
    await expect(admin.getByRole('button', { name: 'Revoke Deploy script' })).toHaveCount(0);
    expect((await send(`Bearer ${key}`)).status()).toBe(401);
    await program.dispose();
  },
);
