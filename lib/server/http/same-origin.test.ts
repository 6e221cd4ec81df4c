import { afterEach, beforeEach, expect, test } from 'vitest';
import { handle } from '../handle';
import { call, TEST_HOST } from '../testing/call';
import { type House, openHouse } from '../testing/test-house';

let house: House;
let cookie: string;
let key: string;
let done = 0;
beforeEach(() => open());
afterEach(() => house.close());

async function open(config: Parameters<typeof openHouse>[0] = {}): Promise<void> {
  house = await openHouse(config);
  const admin = await house.addPerson('Admin', 'admin');
  cookie = await house.signedIn(admin);
  key = (await house.addKey(admin)).token;
  done = 0;
}

const act = handle({
  who: 'adminOrKey',
  run: async () => {
    done += 1;
    return {};
  },
});

type Overrides = Record<string, string | null>;
const attempt = async (headers: Overrides, method = 'POST') =>
  (await call(act, { method, cookie, headers: { 'sec-fetch-site': null, ...headers } })).status;

test('a change from a page of this site is done', async () => {
  expect(await attempt({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  expect(await attempt({ origin: `http://${TEST_HOST}` })).toBe(200);
  expect(await attempt({ origin: `https://${TEST_HOST}` }), 'a proxy may have ended TLS').toBe(200);
  expect(done).toBe(3);
});

const FOREIGN: Overrides[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': '' },
  { 'sec-fetch-site': 'cross-site', origin: `http://${TEST_HOST}` },
  { origin: 'null' },
  { origin: '' },
  { origin: 'https://evil.example' },
  { origin: `http://${TEST_HOST}.evil.example` },
  { origin: `http://evil.example/${TEST_HOST}` },
  { origin: 'http://belfry.test:4000' },
  { origin: 'http://belfry.test' },
  { origin: TEST_HOST },
  {},
  { referer: `http://${TEST_HOST}/inbox` },
  { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' },
];

for (const headers of FOREIGN) {
  test(`a change with ${JSON.stringify(headers)} is refused for every unsafe method, and not done`, async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(await attempt(headers, method)).toBe(403);
    expect(done).toBe(0);
  });
}

test('a method in another method’s clothes is still what it is', async () => {
  const headers = { 'x-http-method-override': 'GET', 'sec-fetch-site': 'cross-site' };
  expect(await attempt(headers)).toBe(403);
});

test('reading is open to links from elsewhere', async () => {
  expect(await attempt({ 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(200);
});

test('an API key needs no page: no browser sends it by itself', async () => {
  const { status } = await call(act, { method: 'POST', key, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(status).toBe(200);
});

test('who is not signed in learns that first', async () => {
  expect((await call(act, { method: 'POST', headers: { 'sec-fetch-site': null } })).status).toBe(401);
});

test('the configured address is our own, whatever host the proxy asks for', async () => {
  await house.close();
  await open({ publicUrl: new URL('https://notices.example.org') });
  cookie = cookie.replace('next-auth.session-token', '__Secure-next-auth.session-token');
  expect(await attempt({ origin: 'https://notices.example.org' })).toBe(200);
  expect(await attempt({ origin: 'http://notices.example.org' })).toBe(403);
});
