import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeOperatorKey, writeServerFile } from '@/lib/process/server-file';
import { COMMANDS } from './commands';
import { runTerminal } from './run-terminal';
import { fakeScreen } from './testing/fake-screen';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const projectDir = fileURLToPath(new URL('../..', import.meta.url));
async function type(...argv: readonly string[]) {
  const screen = fakeScreen();
  const environment = { DATA_DIR: folder };
  const code = await runTerminal({ argv, environment, screen, projectDir });
  return { code, ...screen.written };
}

test('help is a result, and says every command', async () => {
  for (const argv of [['--help'], ['-h'], ['help']]) {
    const { code, out, err } = await type(...argv);
    expect([code, err]).toEqual([0, '']);
    for (const { name } of COMMANDS) expect(out).toContain(name);
  }
});

for (const command of COMMANDS) {
  test(`${command.name} --help says each of its options, and does nothing`, async () => {
    const { code, out, err } = await type(...command.name.split(' '), '--help');
    expect([code, err]).toEqual([0, '']);
    for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
    for (const taken of command.takes) expect(out).toContain(taken);
    expect(out).toContain('Exit codes');
  });
}

test('nothing, or nothing known, is not understood, and the commands are said', async () => {
  for (const argv of [[], ['brodcast'], ['audit'], ['audit', 'check'], ['--json']]) {
    const { code, out, err } = await type(...argv);
    expect([code, out], argv.join(' ')).toEqual([2, '']);
    expect(err).toContain('audit verify');
  }
  expect((await type('\u001b[2Jx')).err).not.toContain('\u001b');
});

for (const [argv, said] of [
  [['audit', 'verify', '--haed', 'x'], "Unknown option '--haed'"],
  [['audit', 'verify', '--head'], "Option '--head <value>' argument missing"],
  [['audit', 'verify', '--head', 'short'], '--head takes 64 hexadecimal digits.'],
  [['audit', 'verify', 'now'], '“audit verify” takes nothing but options.'],
  [['group', 'import', 'berlin'], '“group import” takes <group> <file>.'],
  [['key', 'revoke'], '“key revoke” takes <id>.'],
  [['key', 'add'], '--name is needed.'],
  [['user', 'add', '--email', 'a@b.c'], '--name is needed.'],
  [['user', 'add', '--email', 'a@b.c', '--name', 'A', '--origin', 'nowhere'], '--origin takes an address'],
  [['broadcast', '--title', 'T'], '--to is needed.'],
  [['broadcast', '--to', 'everyone'], '--title is needed.'],
  [['broadcast', '--to', 'all', '--title', 'T'], '--to does not know “all”.'],
  [['broadcast', '--to', 'everyone', '--title', 'T', '--hold', '1h'], '--hold takes a whole number'],
  [['broadcast', '--to', 'everyone', '--title', 'T', '--at', 'noon'], '--at takes'],
  [
    ['broadcast', '--to', 'everyone', '--title', 'T', '--at', '2030-01-01T09:00', '--hold', '5'],
    'one too many',
  ],
  [['broadcast', '--to', 'everyone', '--title', 'T', '--body', 'a', '--body-file', 'b'], 'one too many'],
  [
    [
      'broadcast',
      '--to',
      'everyone',
      '--title',
      'T',
      '--expires',
      '2030-03-31T02:30',
      '--zone',
      'Europe/Berlin',
    ],
    '--expires: ',
  ],
] as const) {
  test(`“${argv.join(' ')}” is not understood, and said in a sentence`, async () => {
    const { code, out, err } = await type(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
    expect(err).toContain('--help');
    expect(err).not.toMatch(/^ +at /m);
  });
}

test('without a server, what needs one says so', async () => {
  for (const argv of [
    ['broadcast', '--to', 'everyone', '--title', 'T'],
    ['key', 'add', '--name', 'K'],
    ['key', 'revoke', 'k'],
  ]) {
    const { code, out, err } = await type(...argv);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`No Belfry runs on the data in ${folder}.`);
  }
});

test('what a killed server left is no server, also when its number is another program’s by now', async () => {
  await type('user', 'add', '--email', 'dana@example.org', '--name', 'Dana');
  const address = { address: '127.0.0.1', family: 'IPv4', port: 1 };
  // By this process, which is alive and no server.
  writeServerFile(folder, { address, key: makeOperatorKey() });
  const { code, err } = await type('key', 'add', '--name', 'K');
  expect([code, err]).toEqual([
    1,
    `No Belfry runs on the data in ${folder}. Start it first, or name its folder with --data.\n`,
  ]);
  // What needs no server goes to the database.
  expect((await type('audit', 'verify')).code).toBe(0);
});

test('a file that is not there is said by its name', async () => {
  const { code, err } = await type('group', 'import', 'berlin', join(folder, 'list.csv'));
  expect(code).toBe(1);
  expect(err).toContain('list.csv cannot be read (ENOENT).');
});

test('the first person is invited before the first start, as an administrator, once for each address', async () => {
  const add = ['user', 'add', '--email', 'Dana@example.org', '--name', 'Dana Kim'];
  const refused = await type(...add, '--role', 'member');
  expect([refused.code, refused.err]).toEqual([
    1,
    'Nobody is here yet: the first person has to be an administrator.\n',
  ]);
  const { code, out, err } = await type(...add, '--origin', 'https://notices.example.org/x');
  expect(code).toBe(0);
  expect(out).toMatch(/^https:\/\/notices\.example\.org\/invitation\?token=[\w-]{43}\n$/);
  expect(err).toContain('works once');
  const json = await type(...add, '--json');
  expect(JSON.parse(json.out)).toEqual({
    id: expect.any(String),
    link: expect.stringMatching(/^http:\/\/localhost:3000\/invitation\?token=/),
    expiresAt: expect.any(String),
  });
  const bad = await type('user', 'add', '--email', 'dana', '--name', 'D');
  expect([bad.code, bad.err]).toEqual([1, 'email: This is not an e-mail address.\n']);
  // Each was recorded with who did it, and the log is whole.
  const verified = await type('audit', 'verify', '--json');
  expect([verified.code, JSON.parse(verified.out)]).toMatchObject([
    0,
    { intact: true, entries: 2, fault: null },
  ]);
});

test('a log is verified in a folder that is one, and no other is made', async () => {
  const { code, err } = await type('audit', 'verify');
  expect([code, err]).toEqual([
    1,
    `There is no database in ${folder}. Name the server's data folder with --data.\n`,
  ]);
  const elsewhere = await type('audit', 'verify', '--data', join(folder, 'elsewhere'));
  expect(elsewhere.err).toContain('elsewhere');
});

test('a verification says the newest hash, and finds it again', async () => {
  await type('user', 'add', '--email', 'a@b.example', '--name', 'A');
  const first = await type('audit', 'verify');
  const [, hash = ''] = /Hash of entry 1: ([0-9a-f]{64})/.exec(first.out) ?? [];
  expect(first.out).toContain('1 entry is as it was written.');
  expect(await type('audit', 'verify', '--head', hash.toUpperCase())).toMatchObject({ code: 0 });
  const lost = await type('audit', 'verify', '--head', 'f'.repeat(64));
  expect([lost.code, lost.out]).toEqual([1, expect.stringContaining('is not in the log')]);
});

test('a server file that is damaged is no server', async () => {
  writeFileSync(join(folder, 'server.json'), '{');
  expect((await type('key', 'add', '--name', 'K')).err).toContain('No Belfry runs');
});
