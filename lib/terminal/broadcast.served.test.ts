import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localOf, momentOf } from '@/lib/inbox/local-time';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
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
const titles = async (person: Viewer | undefined) => {
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

test('a broadcast is shown, confirmed, sent, and recorded as sent from a terminal', async () => {
  const { code, out, err } = await type([...SEND, '--yes']);
  expect([code, err]).toEqual([0, expect.stringContaining('As Dana (dana@belfry.test).')]);
  expect(err).toContain('“Lunch at noon” to everyone');
  expect(err).toContain('3 people, 2 online now.');
  expect(out).toContain('of 3 people have it.');
  for (const person of people) expect(await titles(person)).toEqual(['Lunch at noon']);
  expect(await audited()).toEqual([
    'person.operate Dana terminal',
    'broadcast.create Dana terminal',
    expect.stringMatching(/^broadcast\.send Dana terminal$/),
  ]);
});

test('a draft that somebody rewrites before it is counted is not sent under the old title', async () => {
  const { store } = served.house;
  const create = store.createBroadcast;
  vi.spyOn(store, 'createBroadcast').mockImplementation(async (draft) => {
    const made = await create(draft);
    await store.updateBroadcast(made.id, { content: { title: 'Dinner' }, version: 1, now: Date.now() });
    return made;
  });
  const { code, err } = await type([...SEND, '--yes']);
  expect([code, err]).toEqual([1, expect.stringContaining('Somebody has changed this draft.')]);
  expect(err).toContain('Its page says how it stands: /admin/broadcasts/');
  for (const person of people) expect(await titles(person)).toEqual([]);
});

test('for a script there is one JSON document, and nothing else is said', async () => {
  const { code, out, err } = await type([...SEND, '--yes', '--json']);
  expect([code, err]).toEqual([0, '']);
  expect(JSON.parse(out)).toMatchObject({
    title: 'Lunch at noon',
    state: 'sent',
    count: 3,
    online: 2,
    figures: { targeted: 3 },
    administrator: { name: 'Dana', email: 'dana@belfry.test' },
  });
});

test('the session of a command ends with it, also when the command fails', async () => {
  await type([...SEND, '--yes']);
  await type(['key', 'revoke', 'nothing']);
  const ended = served.requests.filter((request) => request === 'DELETE /api/operator/sessions');
  expect(ended).toHaveLength(2);
});

test('whoever sits there is asked, and no means that nobody gets it', async () => {
  const no = await type(SEND, { isInteractive: true, types: ['n'] });
  expect([no.code, no.asked]).toEqual([1, ['Send it to 3 people? Type yes: ']]);
  expect(no.err).toMatch(/Not sent\. The draft is kept: \/admin\/broadcasts\/[\w-]+\n$/);
  expect((await type(SEND, { isInteractive: true, types: [null] })).code).toBe(1);
  expect((await type(SEND)).err).toContain('Nobody is there to confirm it: --yes would.');
  expect((await type([...SEND, '--yes', '--confirm', '4'])).err).toContain('not the 4 that --confirm says');
  expect(await titles(people[1])).toEqual([]);
  expect((await type(SEND, { isInteractive: true, types: ['yes'] })).code).toBe(0);
  expect(await titles(people[1])).toEqual(['Lunch at noon']);
});

test('something critical says so, and its number is typed also when they are few', async () => {
  const critical = [...SEND, '--severity', 'critical'];
  const alone = await type([...critical, '--yes']);
  expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('--yes and --confirm 3 would.')]);
  expect(alone.err).toContain('Severity: critical. It goes also to people who turned its category off.');
  const asked = await type(critical, { isInteractive: true, types: ['yes'] });
  expect([asked.code, asked.asked]).toEqual([1, ['Type 3 to send it to 3 people: ']]);
  expect(await titles(people[1])).toEqual([]);
  expect((await type(critical, { isInteractive: true, types: ['3'] })).code).toBe(0);
  expect((await type([...critical, '--yes', '--confirm', '3'])).code).toBe(0);
  expect(await titles(people[1])).toEqual(['Lunch at noon', 'Lunch at noon']);
});

test('Ctrl-C during the hold takes it back, and nobody got it', async () => {
  const screen = fakeScreen();
  const argv = [...SEND.slice(0, 5), '--hold', '60', '--yes'];
  const environment = { DATA_DIR: served.dataDir };
  served.line.after = (request) => {
    // The moment after it was confirmed: the countdown begins.
    if (request.startsWith('POST') && request.endsWith('/sending'))
      setTimeout(() => expect(screen.interrupt()).toBe(true), 300);
    return undefined;
  };
  const code = await runTerminal({ argv, environment, screen, projectDir: '/nowhere' });
  expect(code).toBe(1);
  expect(screen.written.err).toContain('Ctrl-C cancels it.');
  expect(screen.written.err).toContain('Cancelled. Nobody got it.\n');
  await served.house.store.releaseDue({ now: Date.now() + 120_000, limit: 10 });
  expect(await titles(people[1])).toEqual([]);
});

test('Ctrl-C does not throw away the draft that somebody made of it meanwhile', async () => {
  const screen = fakeScreen();
  const argv = [...SEND.slice(0, 5), '--hold', '60', '--yes'];
  served.line.after = (request) => {
    const [, id] = /^POST \/api\/broadcasts\/([^/]+)\/sending$/.exec(request) ?? [];
    if (id === undefined) return undefined;
    // Before the answer is there, so that it is met by the cancellation and not by a look at how it stands.
    void served.house.store.redraftBroadcast(id, { now: Date.now() });
    expect(screen.interrupt()).toBe(true);
    return undefined;
  };
  const environment = { DATA_DIR: served.dataDir };
  expect(await runTerminal({ argv, environment, screen, projectDir: '/nowhere' })).toBe(1);
  expect(screen.written.err).toContain('Somebody else took it back. Nobody got it.\n');
  expect(screen.written.err).not.toContain('too late');
  const { broadcasts } = await served.house.store.listBroadcasts({ before: null, limit: 2 });
  expect(broadcasts.map(({ state }) => state)).toEqual(['draft']);
});

test('Ctrl-C while the sending is still being asked for takes it back as well', async () => {
  for (const when of [
    ['--hold', '60'],
    ['--at', new Date(Date.now() + 3_600_000).toISOString()],
  ]) {
    const screen = fakeScreen();
    served.line.after = (request) => {
      // Confirmed at the server, and the answer is not here yet.
      if (request.startsWith('POST') && request.endsWith('/sending')) expect(screen.interrupt()).toBe(true);
      return undefined;
    };
    const argv = [...SEND.slice(0, 5), ...when, '--yes'];
    const environment = { DATA_DIR: served.dataDir };
    expect(await runTerminal({ argv, environment, screen, projectDir: '/nowhere' })).toBe(1);
    expect(screen.written.err).toContain('Cancelled. Nobody got it.\n');
  }
  await served.house.store.releaseDue({ now: Date.now() + 7_200_000, limit: 10 });
  expect(await titles(people[1])).toEqual([]);
});

test('Ctrl-C that comes too late is said, and the sending is followed', async () => {
  const screen = fakeScreen();
  const argv = [...SEND.slice(0, 5), '--hold', '60', '--wait', '0', '--yes'];
  const environment = { DATA_DIR: served.dataDir };
  served.line.after = (request) => {
    if (request.startsWith('POST') && request.endsWith('/sending')) {
      setTimeout(async () => {
        await served.house.store.releaseDue({ now: Date.now() + 120_000, limit: 10 });
        screen.interrupt();
      }, 300);
    }
    return undefined;
  };
  expect(await runTerminal({ argv, environment, screen, projectDir: '/nowhere' })).toBe(0);
  expect(screen.written.err).toContain('It is too late: it has gone out.');
  expect(screen.written.out).toContain('Sent:');
  expect(await titles(people[1])).toEqual(['Lunch at noon']);
});

test('a hold runs out, and the progress ends when those online have it', async () => {
  const { house } = served;
  const release = setInterval(() => void house.store.releaseDue({ now: Date.now(), limit: 10 }), 50);
  const replayed = setInterval(() => void house.store.replay(house.online.users ?? [], Date.now()), 50);
  try {
    const { code, out, err } = await type([...SEND.slice(0, 5), '--hold', '1', '--yes']);
    expect(code).toBe(0);
    expect(err).toContain('Sending in 1 s.');
    expect(err).toContain('2 of 3 delivered\n');
    expect(out).toContain('Sent: 2 of 3 people have it. 1 person will find it when they come back.');
  } finally {
    clearInterval(release);
    clearInterval(replayed);
  }
});

test('on a terminal the countdown and a bar are drawn over one line', async () => {
  const { house } = served;
  const release = setInterval(() => void house.store.releaseDue({ now: Date.now(), limit: 10 }), 50);
  try {
    const argv = [...SEND.slice(0, 5), '--hold', '1', '--wait', '0', '--yes'];
    const { err } = await type(argv, { isInteractive: true });
    expect(err).toContain('\r\u001b[KSending in 1… Ctrl-C cancels it.');
    expect(err.split('\r\u001b[K').at(-1)).toMatch(/^\[[█░]{24}\] \d of 3 delivered\n$/);
  } finally {
    clearInterval(release);
  }
});

test('a time puts it off, in the zone that is named', async () => {
  const date = localOf(Date.now() + 30 * 24 * 60 * 60 * 1000, 'Europe/Berlin').date;
  const at = [...SEND.slice(0, 5), '--at', `${date}T09:00`, '--zone', 'Europe/Berlin', '--yes', '--json'];
  const { code, out } = await type(at);
  const moment = momentOf({ date, time: '09:00', zone: 'Europe/Berlin' });
  if (moment.kind !== 'instant') throw new Error('Nine in the morning is never skipped.');
  const dueAt = new Date(moment.at).toISOString();
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { state: 'scheduled', dueAt, figures: { delivered: 0 } },
  ]);
  const past = await type([...SEND.slice(0, 5), '--at', '2020-01-10T09:00:00Z', '--yes']);
  expect([past.code, past.err]).toEqual([
    1,
    expect.stringMatching(/^The time must be in the future and within a year\.\n$/m),
  ]);
  expect(await titles(people[1])).toEqual([]);
});

test('what the server refuses is said with the field’s name', async () => {
  const group = await type(['broadcast', '--to', 'group:nowhere', '--title', 'T', '--yes']);
  expect([group.code, group.err]).toEqual([1, expect.stringContaining('audience.groups.0: ')]);
  const link = await type([...SEND, '--url', 'javascript:alert(1)', '--yes']);
  expect([link.code, link.err]).toEqual([1, expect.stringContaining('url: ')]);
  expect((await audited()).filter((line) => line.startsWith('broadcast'))).toEqual([]);
});

test('the guards of the page are the terminal’s: a second broadcast within a minute has to wait', async () => {
  await served.close();
  served = await serveHouse({ sending: { holdSeconds: 0, limits: { perMinute: 1, perHour: 10 } } });
  people = [await served.house.addPerson('Dana', 'admin')];
  expect((await type([...SEND, '--yes'])).code).toBe(0);
  const second = await type([...SEND, '--yes']);
  expect([second.code, second.err]).toEqual([1, expect.stringContaining('You can send again in')]);
});

for (const cut of ['POST /api/broadcasts', '/sending'] as const) {
  test(`an answer to ${cut} that is lost is asked for again, and it is sent once`, async () => {
    let cuts = 0;
    served.line.after = (request) => {
      const isIt =
        request === cut || (request.startsWith('POST') && cut === '/sending' && request.endsWith(cut));
      if (!isIt || cuts === 2) return undefined;
      cuts += 1;
      return 'cut';
    };
    const { code } = await type([...SEND, '--yes']);
    expect([code, cuts]).toEqual([0, 2]);
    expect(await titles(people[1])).toEqual(['Lunch at noon']);
    expect((await audited()).filter((line) => line.startsWith('broadcast'))).toHaveLength(2);
  });
}

test('a test goes to the one who sends it, and to nobody else', async () => {
  const { code, out } = await type([...SEND.slice(0, 5), '--test', '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([0, { test: true, ids: [{}] }]);
  expect(await titles(people[0])).toEqual(['Lunch at noon']);
  expect(await titles(people[1])).toEqual([]);
});

test('the body may come from a file or the standard input', async () => {
  const file = join(served.dataDir, 'body.md');
  writeFileSync(file, '**Today**\n');
  await type([...SEND, '--body-file', file, '--markdown', '--yes']);
  await type([...SEND, '--body-file', '-', '--yes'], { input: 'From the pipe\n' });
  const page = await served.house.store.feed(people[1]?.id ?? '', {
    filter: 'inbox',
    before: null,
    limit: 10,
    now: Date.now(),
  });
  expect(page.items.map(({ body, format }) => [body, format])).toEqual([
    ['From the pipe', 'plain'],
    ['**Today**', 'markdown'],
  ]);
});
