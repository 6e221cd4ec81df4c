import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeServerFile } from '@/lib/process/server-file';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { TEST_OPERATOR_KEY } from '@/lib/server/testing/test-house';
import { runTerminal } from './run-terminal';
import { fakeScreen } from './testing/fake-screen';
import { type ServedHouse, serveHouse } from './testing/serve-house';

let served: ServedHouse;
let people: readonly Viewer[];
beforeEach(async () => {
  served = await serveHouse();
  const { house } = served;
  people = [
    await house.addPerson('Dana', 'admin'),
    await house.addPerson('Ana', 'member'),
    await house.addPerson('Ben', 'member'),
  ];
  house.online.users = people.slice(0, 2).map(({ id }) => id);
});
afterEach(() => served.close());

async function type(argv: readonly string[], given: Parameters<typeof fakeScreen>[0] = {}) {
  const screen = fakeScreen(given);
  const environment = { DATA_DIR: served.dataDir };
  const code = await runTerminal({ argv, environment, screen, projectDir: '/nowhere' });
  return { code, ...screen.written, asked: screen.asked };
}

const SEND = ['broadcast', '--to', 'everyone', '--title', 'Lunch at noon', '--hold', '0', '--wait', '0'];
const _titles = async (person: Viewer | undefined) => {
  const page = await served.house.store.feed(person?.id ?? '', {
    filter: 'inbox',
    before: null,
    limit: 10,
    now: Date.now(),
  });
  return page.items.map(({ title }) => title);
};
const audited = async () =>
  (await served.house.store.auditAfter(0, 100)).map(
    ({ action, actor }) => `${action} ${actor.name} ${actor.via}`,
  );
// Not on a Mac, whose only address of that kind is 127.0.0.1.
const others = process.platform === 'linux' ? ['127.0.0.5', '::ffff:127.0.0.5', '::1', '::'] : ['::1', '::'];
for (const address of others) {
  test(`a server that listens on ${address} lets a terminal in`, async () => {
    const other = await serveHouse({}, address);
    try {
      await other.house.addPerson('Dana', 'admin');
      const { code, err, out } = await type(['key', 'add', '--name', 'Deploys', '--data', other.dataDir]);
      expect([code, out], err).toEqual([0, expect.stringMatching(/^bk_/)]);
    } finally {
      await other.close();
    }
  });
}

test('somebody else can be named, if they are an administrator', async () => {
  await served.house.addPerson('Zoe', 'admin');
  expect((await type([...SEND, '--as', 'Zoe@belfry.test', '--yes'])).err).toContain(
    'As Zoe (zoe@belfry.test).',
  );
  const member = await type([...SEND, '--as', 'ana@belfry.test', '--yes']);
  expect([member.code, member.err]).toEqual([
    1,
    expect.stringContaining('no administrator with this address'),
  ]);
});

test('people are invited through the server that runs', async () => {
  const add = ['user', 'add', '--email', 'eve@example.org', '--name', 'Eve', '--role', 'sender'];
  const { code, out } = await type([...add, '--origin', 'https://notices.example.org']);
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^https:\/\/notices\.example\.org\/invitation\?token=[\w-]{43}\n$/),
  ]);
  const taken = await type(['user', 'add', '--email', 'ana@belfry.test', '--name', 'Ana']);
  expect(taken.code).toBe(1);
  expect((await type(['user', 'add', '--email', 'x', '--name', 'X'])).err).toContain('email: ');
});

test('a list is imported into a group, and every bad line is named', async () => {
  const { house } = served;
  const createdBy = people[0]?.id ?? '';
  await house.store.createGroup({ id: 'g1', key: 'berlin', name: 'Berlin', createdBy, now: Date.now() });
  const file = join(served.dataDir, 'list.csv');
  writeFileSync(file, 'ana@belfry.test\nnobody@belfry.test\nana@belfry.test\n');
  const check = await type(['group', 'import', 'berlin', file, '--check']);
  expect([check.code, check.out]).toEqual([
    1,
    '1 person would be added, 2 lines not taken:\n  line 2: nobody@belfry.test – Nobody here has this address.\n  line 3: ana@belfry.test – This address stands further up already.\n',
  ]);
  const done = await type(['group', 'import', 'berlin', '-', '--json'], {
    input: 'ana@belfry.test\nben@belfry.test\n',
  });
  expect([done.code, JSON.parse(done.out)]).toEqual([0, { added: 2, already: 0, bad: [], check: false }]);
  const again = await type(['group', 'import', 'berlin', '-'], { input: 'ana@belfry.test\n' });
  expect([again.code, again.out]).toEqual([0, '0 people added, 1 already in the group.\n']);
  expect((await type(['group', 'import', 'paris', file])).code).toBe(1);
});

test('a key is made, told once, and revoked', async () => {
  const { code, out, err } = await type(['key', 'add', '--name', 'Deploys']);
  expect([code, out]).toEqual([0, expect.stringMatching(/^bk_[\w-]+\n$/)]);
  const [, id = ''] = /\((\w+)\)/.exec(err) ?? [];
  expect(await type(['key', 'revoke', id])).toMatchObject({ code: 0, out: 'Revoked.\n' });
  expect(await served.house.store.findApiKey(id)).toBeNull();
  expect((await type(['key', 'revoke', 'nothing'])).code).toBe(1);
});

test('the log is verified through the server that runs', async () => {
  await type(['key', 'add', '--name', 'Deploys']);
  const { code, out } = await type(['audit', 'verify', '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([0, { intact: true, fault: null, head: null }]);
  expect((await audited()).at(-1)).toBe('audit.verify Dana terminal');
});

test('a key that is not the server’s opens nothing', async () => {
  const path = join(served.dataDir, 'server.json');
  const file = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...file, operatorKey: 'A'.repeat(43) }));
  const refused = await type([...SEND, '--yes']);
  expect([refused.code, refused.err]).toEqual([1, 'This proof is not valid.\n']);
  expect(served.requests).toEqual(['POST /api/operator/sessions']);
});

test('whoever took the port of a server that was killed is told nothing of what was to be sent', async () => {
  const heard: string[] = [];
  const stranger = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}`);
    const administrator = { name: 'Dana', email: 'dana@belfry.test' };
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ cookie: 'a=b', administrator, answer: 'f'.repeat(64) }));
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  try {
    const key = TEST_OPERATOR_KEY;
    // A server on a port, never on a pipe: the address is an object.
    writeServerFile(served.dataDir, { address: stranger.address() as AddressInfo, key });
    const { code, err } = await type([...SEND, '--yes']);
    expect([code, err]).toEqual([1, expect.stringContaining('is not the Belfry of this data folder.')]);
    expect(heard).toEqual(['POST /api/operator/sessions']);
  } finally {
    stranger.closeAllConnections();
    stranger.close();
  }
});

test('a server that is not there although its file is, is said to be unreachable', async () => {
  const address = { address: '127.0.0.1', family: 'IPv4', port: 1 };
  writeServerFile(served.dataDir, { address, key: TEST_OPERATOR_KEY });
  const { code, err } = await type([...SEND, '--yes']);
  expect([code, err]).toEqual([
    1,
    'The server that has this data cannot be reached on http://127.0.0.1:1: it is just starting or stopping, or runs in a container. In a container, run this there.\n',
  ]);
  writeServerFile(served.dataDir, { address: { ...address, address: '192.0.2.5' }, key: TEST_OPERATOR_KEY });
  expect((await type([...SEND, '--yes'])).err).toContain('set HOST to 0.0.0.0');
});
