import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import type { RouteHandler } from '@/lib/server/handle';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Call, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { GET as auditLog } from './audit/export/route';
import { GET as recipients } from './broadcasts/[id]/recipients.csv/route';
import { GET as members } from './groups/[id]/members.csv/route';
import { sendTo } from './testing/send-to';

let house: House;
let admin: Viewer;
let cookie: string;
let broadcast: string;
beforeEach(async () => {
  house = await openHouse();
  admin = await house.addPerson('Admin', 'admin');
  cookie = await house.signedIn(admin);
  broadcast = await sendTo(house, admin);
  await house.store.createGroup({ id: 'g', key: 'crew', name: 'Crew', createdBy: admin.id, now: 5 });
});
afterEach(() => house.close());

const DOWNLOADS: readonly (readonly [string, RouteHandler, () => string])[] = [
  ['the audit log', auditLog, () => 'none'],
  ['recipients', recipients, () => broadcast],
  ['members', members, () => 'g'],
];

const entries = async () =>
  (await house.store.auditAfter(0, 500)).filter(({ action }) => action.endsWith('.export'));

for (const [what, handler, idOf] of DOWNLOADS) {
  const get = (more: Call = {}) => call(handler, { cookie, params: { id: idOf() }, ...more });

  test(`a download of ${what} is one entry, by whoever took it`, async () => {
    expect((await get()).status).toBe(200);
    expect(await entries()).toMatchObject([{ actor: { id: admin.id, via: 'page' } }]);
    expect((await get()).status).toBe(200);
    expect(await entries()).toHaveLength(2);
  });

  test.each([
    ['another site', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    ['a neighbouring host', { headers: { 'sec-fetch-site': 'same-site' } }, 403],
    ['a page that loads ahead', { headers: { 'sec-purpose': 'prefetch' } }, 403],
    ['a look at the headers', { method: 'HEAD' }, 405],
    ['nobody who is signed in', { cookie: '' }, 401],
  ] as const)(`%s gets nothing of ${what}, and leaves no entry`, async (_, asked, status) => {
    const answer = await get(asked);
    expect([answer.status, answer.headers.has('content-disposition')]).toEqual([status, false]);
    expect(await entries()).toEqual([]);
  });

  test.each([
    ['typed as an address', 'none'],
    ['asked for over plain http', null],
  ])(`${what} %s is a person’s own`, async (_, site) => {
    expect((await get({ headers: { 'sec-fetch-site': site } })).status).toBe(200);
    expect(await entries()).toHaveLength(1);
  });

  test.each([
    ['storage_full', 507],
    ['unavailable', 503],
  ] as const)(`nothing of ${what} leaves while that cannot be written: %s`, async (code, status) => {
    house.store.noteDownload = () => Promise.reject(new AppError(code, 'Not now.'));
    const answer = await get();
    expect([answer.status, answer.headers.has('content-disposition')]).toEqual([status, false]);
    expect(answer.body).toMatchObject({ status, detail: 'Not now.' });
  });
}

test('an entry says what was asked for, and how many, where that is known', async () => {
  await house.addPerson('Ana', 'member');
  const ask = (query: string) => call(recipients, { cookie, path: `/x${query}`, params: { id: broadcast } });
  for (const query of ['', '?state=pending', '?state=unread', '?state=seen&q=ana']) await ask(query);
  await call(members, { cookie, params: { id: 'crew' } });
  await call(auditLog, { cookie });
  expect((await entries()).map(({ action, object, after }) => [action, object.name, after])).toEqual([
    ['broadcast.export', expect.any(String), { state: 'all', q: null, people: 1 }],
    ['broadcast.export', expect.any(String), { state: 'pending', q: null, people: 1 }],
    ['broadcast.export', expect.any(String), { state: 'unread', q: null, people: 0 }],
    ['broadcast.export', expect.any(String), { state: 'seen', q: 'ana', people: null }],
    ['group.export', 'Crew', { people: 0 }],
    [
      'audit.export',
      'Audit log',
      { entries: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ],
  ]);
});

test('what is not there is not downloaded, and leaves no entry', async () => {
  for (const handler of [recipients, members]) {
    expect((await call(handler, { cookie, params: { id: 'nothing' } })).status).toBe(404);
  }
  expect(await entries()).toEqual([]);
});
