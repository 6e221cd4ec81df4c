import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { belfryProcess, projectRoot } from './belfry-process';
import { bell, EITHER, expect, test } from './fixtures';

type Ended = { code: number | null; out: string; err: string };

/** Runs the shipped command; `watch` sees all it has said on the error stream so far. */
function cli(
  dataDir: string,
  argv: readonly string[],
  watch?: (err: string, child: ChildProcess) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/cli.mjs'), ...argv, '--data', dataDir], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
    watch?.(err, child);
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

test(
  'a broadcast from a terminal reaches an open window, and the audit log says where it came from',
  EITHER,
  async ({ belfry, open }) => {
    const ana = await open('ana');
    const before = await bell(ana).unread();
    const argv = [
      'broadcast',
      '--to',
      'everyone',
      '--title',
      'From the terminal',
      '--hold',
      '0',
      '--yes',
      '--json',
    ];
    const sent = await cli(belfry.dataDir, argv);
    expect(sent).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(sent.out)).toMatchObject({ state: 'sent', title: 'From the terminal' });
    await expect.poll(() => bell(ana).unread()).toBe(before + 1);

    const cancelled = await cli(
      belfry.dataDir,
      ['broadcast', '--to', 'everyone', '--title', 'Not this one', '--hold', '60', '--yes'],
      (err, child) => {
        if (err.endsWith('Ctrl-C cancels it.\n')) child.kill('SIGINT');
      },
    );
    // Either the limit of one a minute is on, and it never began, or it was held and taken back.
    expect(cancelled.code).toBe(1);
    expect(cancelled.err).toMatch(/Cancelled\. Nobody got it\.|You can send again in/);

    const admin = await open('admin', '/admin/audit');
    await expect(admin.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();
    await expect(
      admin.getByRole('row', { name: /from a terminal.*From the terminal/s }).first(),
    ).toBeVisible();
    await admin.getByRole('button', { name: 'Verify the log' }).click();
    await expect(admin.getByText(/entries are as they were written/).first()).toBeVisible();
    await admin.getByLabel('Who').fill('nobody of this name');
    await admin.getByRole('button', { name: 'Show entries' }).click();
    await expect(admin).toHaveURL(/actor=nobody/);
    await expect(admin.getByText('No entry fits this.')).toBeVisible();
    expect(await bell(ana).unread()).toBe(before + 1);
  },
);

test(
  'the first administrator is made in a terminal before the first start, and the server’s file goes with it',
  EITHER,
  async ({ browser }) => {
    const production = belfryProcess({ flags: [] });
    try {
      const add = ['user', 'add', '--email', 'dana@example.org', '--name', 'Dana Kim'];
      const invited = await cli(production.dataDir, add);
      expect(invited).toMatchObject({ code: 0, out: expect.stringMatching(/\/invitation\?token=\S+\n$/) });
      await production.start();
      // What holds the database now is the server: the same command goes through it, and there is no administrator yet.
      expect(await cli(production.dataDir, add)).toMatchObject({ code: 1 });
      const context = await browser.newContext({ baseURL: production.url });
      const page = await context.newPage();
      await page.goto(new URL(invited.out.trim()).pathname + new URL(invited.out.trim()).search);
      await page.getByLabel('Password', { exact: true }).fill('a long enough password');
      await page.getByRole('button', { name: 'Join and sign in' }).click();
      await expect(page).toHaveURL(/\/inbox/);
      await context.close();

      const verified = await cli(production.dataDir, ['audit', 'verify', '--json']);
      expect(JSON.parse(verified.out)).toMatchObject({ intact: true, fault: null });
      expect(await production.stop('SIGTERM')).toBe(0);
      const offline = await cli(production.dataDir, ['audit', 'verify']);
      expect(offline).toMatchObject({
        code: 0,
        out: expect.stringContaining('entries are as they were written.'),
      });
    } finally {
      await production.remove();
    }
  },
);
