import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as names from './audiences/names/route';
import * as one from './broadcasts/[id]/route';
import * as broadcasts from './broadcasts/route';

let house: House;
let ana: Viewer;
let ben: Viewer;
let asSam: string;
beforeEach(async () => {
  house = await openHouse();
  ana = await house.addPerson('Ana', 'member');
  ben = await house.addPerson('Ben', 'member');
  const sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
  const { store, clock } = house;
  await store.createGroup({ id: 'g1', key: 'berlin', name: 'Berlin', createdBy: sam.id, now: clock.now });
  await store.addMembers('g1', { userIds: [ana.id], now: clock.now });
});
afterEach(() => house.close());

const draft = (audience: object) =>
  call(broadcasts.POST, { method: 'POST', cookie: asSam, json: { title: 'T', audience } });
const ask = async (json: object) => (await call(names.POST, { method: 'POST', cookie: asSam, json })).body;

test('groups by key and people by address are kept by their ids, each once', async () => {
  const { status, body } = await draft({
    kind: 'groups',
    groups: ['berlin', 'g1'],
    except: { people: ['ANA@belfry.test', ana.id, 'ben@belfry.test'], roles: ['admin', 'admin'] },
  });
  expect(status).toBe(201);
  expect(body.audience).toEqual({
    kind: 'groups',
    groups: ['g1'],
    except: { roles: ['admin'], people: [ana.id, ben.id] },
  });
});

test('every unknown name is refused by its place, and nothing is made', async () => {
  const { status, body } = await draft({
    kind: 'people',
    people: ['ana@belfry.test', 'nobody@belfry.test', 'ana@belfry.test', 'other@belfry.test'],
    except: { groups: ['paris', 'berlin'] },
  });
  expect(status).toBe(400);
  const person = 'Nobody here has this id or address.';
  expect(body.errors).toEqual([
    { path: 'audience.people.1', message: person },
    { path: 'audience.people.3', message: person },
    { path: 'audience.except.groups.0', message: 'There is no group with this id or key.' },
  ]);
  expect((await call(broadcasts.GET, { cookie: asSam })).body.broadcasts).toEqual([]);
});

test('a draft is saved again after somebody in it was disabled, but names nobody disabled anew', async () => {
  const people = { kind: 'people', people: [ana.id, ben.id] };
  const { body } = await draft(people);
  await house.store.changeUser(ben.id, { disabled: true, now: house.clock.now });
  const change = (json: object) =>
    call(one.PATCH, { method: 'PATCH', params: { id: body.id }, cookie: asSam, json });
  const kept = await change({ audience: people });
  expect([kept.status, kept.body.audience]).toEqual([200, people]);
  expect((await change({ audience: { ...people, people: ['ben@belfry.test'] } })).status).toBe(400);
  expect((await draft(people)).status).toBe(400);
});

test('an exclusion of nothing is none', async () => {
  const { body } = await draft({ kind: 'everyone', except: {} });
  expect(body.audience).toEqual({ kind: 'everyone' });
});

test('names are told for ids, keys and addresses, and nothing for what is unknown', async () => {
  const answer = await ask({ groups: ['berlin', 'paris'], people: [ana.id, 'Ben@belfry.test', 'nobody'] });
  expect(answer).toEqual({
    deleted: [],
    groups: [{ called: 'berlin', id: 'g1', name: 'Berlin', people: 1 }],
    people: [
      { called: ana.id, id: ana.id, name: 'Ana', email: 'ana@belfry.test', disabled: false },
      { called: 'Ben@belfry.test', id: ben.id, name: 'Ben', email: 'ben@belfry.test', disabled: false },
    ],
  });
  expect(await ask({})).toEqual({ deleted: [], groups: [], people: [] });
});

test('more names than an audience may have are refused by the field', async () => {
  const { errors } = await ask({ groups: Array.from({ length: 51 }, (_, index) => `g${index}`) });
  expect(errors).toEqual([{ path: 'groups', message: 'At most 50 of them.' }]);
});
