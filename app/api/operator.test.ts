import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { operatorAnswer, operatorProof } from '@/lib/server/operator/operator-proof';
import { type Call, call } from '@/lib/server/testing/call';
import { type House, openHouse, TEST_OPERATOR_KEY } from '@/lib/server/testing/test-house';
import { GET as audit } from './audit/route';
import { POST as draft } from './broadcasts/route';
import { POST as makeKey } from './keys/route';
import { DELETE as end, POST as open } from './operator/sessions/route';

let house: House;
beforeEach(async () => {
  house = await openHouse();
  await house.addPerson('Mia', 'member');
  await house.addPerson('Ana', 'admin');
  await house.addPerson('Ben', 'admin');
});
afterEach(() => house.close());

type Claim = { nonce: string; at: number; as: string | null };
const claimOf = (claim: Partial<Claim> = {}): Claim => ({
  nonce: randomBytes(16).toString('base64url'),
  at: house.clock.now,
  as: null,
  ...claim,
});
const proved = (claim: Claim, key = TEST_OPERATOR_KEY) => ({ ...claim, proof: operatorProof(key, claim) });
/** As a terminal on this computer sends it. */
const LOCAL = {
  host: '127.0.0.1:3000',
  origin: 'http://127.0.0.1:3000',
  'sec-fetch-site': null,
  'x-belfry-peer': 'local',
  'x-belfry-client-address': '127.0.0.1',
};
const ask = (json: object, headers: Call['headers'] = {}) =>
  call(open, { method: 'POST', path: '/api/operator/sessions', json, headers: { ...LOCAL, ...headers } });
const entries = async () =>
  (await house.store.auditAfter(0, 100)).map(({ action, actor }) => [action, actor.via]);

test('whoever holds the key gets an hour as the first administrator, and acts from a terminal', async () => {
  const claim = claimOf();
  const { status, body } = await ask(proved(claim));
  expect(status).toBe(201);
  expect(body).toMatchObject({
    administrator: { name: 'Ana', email: 'ana@belfry.test' },
    expiresAt: '2030-05-15T11:00:00.000Z',
    answer: operatorAnswer(TEST_OPERATOR_KEY, claim.nonce),
  });
  const { cookie } = body;
  const made = await call(makeKey, { method: 'POST', cookie, json: { name: 'Deploys' }, headers: LOCAL });
  expect(made.status).toBe(201);
  expect(await entries()).toEqual([
    ['person.operate', 'terminal'],
    ['key.create', 'terminal'],
  ]);
  house.clock.now += 60 * 60 * 1000;
  expect((await call(audit, { cookie, headers: LOCAL })).status).toBe(401);
});

test('an administrator can be named, whatever the case of the address', async () => {
  const { body } = await ask(proved(claimOf({ as: 'ben@belfry.test' })));
  expect(body.administrator.name).toBe('Ben');
  // What was proved is what was sent; it is looked up as all addresses are.
  const claim = claimOf({ as: 'ben@belfry.test' });
  const spelled = { ...proved(claim), as: 'Ben@Belfry.test' };
  expect((await ask(spelled)).body.administrator.name).toBe('Ben');
});

test('the session ends when its command ends, and nobody else’s does', async () => {
  const { cookie } = (await ask(proved(claimOf()))).body;
  const request = { method: 'DELETE', cookie, headers: LOCAL };
  expect((await call(end, request)).status).toBe(200);
  expect((await call(end, request)).status).toBe(401);
  const page = await house.signedIn(await house.addPerson('Dan', 'admin'));
  expect((await call(end, { method: 'DELETE', cookie: page })).status).toBe(409);
  expect((await call(audit, { cookie: page })).status).toBe(200);
});

test('a terminal’s session is its person’s: without the role the guards refuse it', async () => {
  const { cookie } = (await ask(proved(claimOf({ as: 'ben@belfry.test' })))).body;
  const ben = await house.store.findCredentials('ben@belfry.test');
  await house.store.changeUser(ben?.user.id ?? '', { role: 'member', now: house.clock.now });
  const json = { title: 'T', audience: { kind: 'everyone' } };
  const answer = await call(draft, { method: 'POST', cookie, json, headers: LOCAL });
  expect([401, 403]).toContain(answer.status);
});

for (const [what, as] of [
  ['a member', 'mia@belfry.test'],
  ['nobody', 'nobody@belfry.test'],
] as const) {
  test(`a right proof for ${what} opens nothing`, async () => {
    expect((await ask(proved(claimOf({ as })))).status).toBe(404);
    expect(await entries()).toEqual([]);
  });
}

for (const [what, make] of [
  ['another key', () => proved(claimOf(), Buffer.alloc(32, 8))],
  ['the empty key', () => proved(claimOf(), Buffer.alloc(0))],
  [
    'another nonce than proved',
    () => ({ ...proved(claimOf()), nonce: randomBytes(16).toString('base64url') }),
  ],
  ['another time than proved', () => ({ ...proved(claimOf()), at: house.clock.now + 1 })],
  [
    'another person than proved',
    () => ({ ...proved(claimOf({ as: 'ana@belfry.test' })), as: 'ben@belfry.test' }),
  ],
  ['a person where none was proved', () => ({ ...proved(claimOf()), as: 'ben@belfry.test' })],
  ['no person where one was proved', () => ({ ...proved(claimOf({ as: 'ben@belfry.test' })), as: null })],
  [
    'a proof of the server’s own kind',
    () => {
      const claim = claimOf();
      return { ...claim, proof: operatorAnswer(TEST_OPERATOR_KEY, claim.nonce) };
    },
  ],
  ['a proof of more than a minute ago', () => proved(claimOf({ at: house.clock.now - 60_001 }))],
  ['a proof of the future', () => proved(claimOf({ at: house.clock.now + 60_001 }))],
  ['a proof of zeros', () => ({ ...claimOf(), proof: '0'.repeat(64) })],
] as const) {
  test(`${what} is refused and leaves nothing behind`, async () => {
    const { status, body } = await ask(make());
    expect([status, body.detail]).toEqual([403, 'This proof is not valid.']);
    expect(await entries()).toEqual([]);
    // The premise: everything else about the request was right.
    expect((await ask(proved(claimOf()))).status).toBe(201);
  });
}

test('a proof opens one session, also when it is sent twice at once or again within its minute', async () => {
  const proof = proved(claimOf());
  const answers = await Promise.all([ask(proof), ask(proof), ask(proof)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
  house.clock.now += 59_000;
  expect((await ask(proof)).status).toBe(403);
  const early = proved(claimOf({ at: house.clock.now + 60_000 }));
  expect((await ask(early)).status).toBe(201);
  for (const later of [60_000, 60_000]) {
    house.clock.now += later;
    expect((await ask(early)).status).toBe(403);
  }
});

for (const [what, headers] of [
  ['from another computer', { 'x-belfry-peer': 'remote' }],
  ['without the server’s own word for where it came from', { 'x-belfry-peer': null }],
  [
    'by a name that was made to point here',
    { host: 'evil.example:3000', origin: 'http://evil.example:3000' },
  ],
  [
    'by the name localhost, which a resolver may send elsewhere',
    { host: 'localhost:3000', origin: 'http://localhost:3000' },
  ],
  [
    'by a host that begins with such an address',
    { host: '127.0.0.5.evil.example', origin: 'http://127.0.0.5.evil.example' },
  ],
  ['by an address of the network', { host: '192.168.1.5:3000', origin: 'http://192.168.1.5:3000' }],
  [
    'by a host that only begins like it',
    { host: '127.0.0.1.evil.example', origin: 'http://127.0.0.1.evil.example' },
  ],
] as const) {
  test(`a right proof ${what} finds nothing, and is not used up`, async () => {
    const proof = proved(claimOf());
    expect((await ask(proof, headers)).status).toBe(404);
    expect((await ask(proof)).status).toBe(201);
  });
}

for (const [what, headers] of [
  ['another site’s page', { origin: 'https://evil.example' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['a page of another site that says so', { 'sec-fetch-site': 'cross-site' }],
  ['who says nothing of where it comes from', { origin: null }],
] as const) {
  test(`${what} is refused before anything is looked at`, async () => {
    expect((await ask(proved(claimOf()), headers)).status).toBe(403);
  });
}

for (const [field, wrong] of [
  ['nonce', 'short'],
  ['nonce', 'x'.repeat(65)],
  ['at', '1'],
  ['at', 1.5],
  ['as', ''],
  ['as', 7],
  ['proof', 'A'.repeat(64)],
  ['proof', ['a'.repeat(64)]],
  ['role', 'admin'],
] as const) {
  test(`a claim whose ${field} is ${JSON.stringify(wrong).slice(0, 20)} is refused by its name`, async () => {
    const { status, body } = await ask({ ...proved(claimOf()), [field]: wrong });
    expect([status, body.errors[0].path]).toEqual([400, field]);
  });
}

test('with https as the configured address the cookie is the one that is looked for then', async () => {
  await house.close();
  house = await openHouse({ publicUrl: new URL('https://notices.example.org') });
  await house.addPerson('Ana', 'admin');
  const { cookie } = (await ask(proved(claimOf()))).body;
  expect(cookie).toMatch(/^__Secure-next-auth\.session-token=/);
  expect((await call(audit, { cookie, headers: LOCAL })).status).toBe(200);
});

test('nothing of a proof or of a session is logged', async () => {
  const proof = proved(claimOf());
  const { cookie } = (await ask(proof)).body;
  const log = house.log.join('');
  expect(log).toContain('/api/operator/sessions');
  for (const secret of [proof.proof, proof.nonce, cookie.split('=')[1]]) expect(log).not.toContain(secret);
});
