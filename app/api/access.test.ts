import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RouteHandler } from '@/lib/server/handle';
import { findLiveSession } from '@/lib/server/sessions/session-viewer';
import { call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';

/** Who may call each method of each route; a method that is not listed must answer 405 to everybody. */
const WHO: Record<string, Partial<Record<Method, Who>>> = {
  notifications: { GET: 'viewer', POST: 'adminOrKey' },
  'notifications/[id]/reading': { POST: 'viewer', DELETE: 'viewer' },
  'notifications/[id]/archiving': { POST: 'viewer', DELETE: 'viewer' },
  'notifications/[id]/click': { POST: 'viewer' },
  'inbox/reading': { POST: 'viewer' },
  'inbox/viewing': { POST: 'viewer' },
  'inbox/sync': { GET: 'viewer' },
  'inbox/stream': { GET: 'viewer' },
  operations: { GET: 'viewer' },
  'operations/[id]/undoing': { POST: 'viewer' },
  'realtime/auth': { POST: 'viewer' },
  'realtime/figures': { GET: 'admin' },
  'realtime/round-trips': { POST: 'admin' },
  audiences: { POST: 'sender' },
  'audiences/names': { POST: 'sender' },
  broadcasts: { GET: 'sender', POST: 'sender' },
  'broadcasts/[id]': { GET: 'sender', PATCH: 'sender', DELETE: 'sender' },
  'broadcasts/[id]/audience': { GET: 'sender' },
  'broadcasts/[id]/sending': { GET: 'sender', POST: 'sender', DELETE: 'sender' },
  'broadcasts/[id]/pausing': { POST: 'sender', DELETE: 'sender' },
  'broadcasts/[id]/redrafting': { POST: 'sender' },
  'broadcasts/[id]/test': { POST: 'sender' },
  'broadcasts/[id]/recall': { POST: 'sender' },
  'broadcasts/[id]/stopping': { POST: 'sender' },
  'broadcasts/[id]/copies': { POST: 'sender' },
  'broadcasts/[id]/recipients': { GET: 'sender' },
  'broadcasts/[id]/recipients.csv': { GET: 'sender' },
  'broadcasts/[id]/timeline': { GET: 'sender' },
  'broadcasts/[id]/progress': { GET: 'sender' },
  keys: { GET: 'admin', POST: 'admin' },
  'keys/[id]': { DELETE: 'admin' },
  audit: { GET: 'admin' },
  'audit/export': { GET: 'admin' },
  'audit/verification': { POST: 'admin' },
  people: { GET: 'admin' },
  'people/[id]': { PATCH: 'admin' },
  'people/[id]/sessions': { DELETE: 'admin' },
  'people/[id]/password-links': { POST: 'admin' },
  invitations: { GET: 'admin', POST: 'admin' },
  'invitations/[id]': { DELETE: 'admin' },
  'invitations/acceptance': { POST: 'anyone' },
  groups: { GET: 'sender', POST: 'admin' },
  'groups/[id]': { GET: 'admin', PATCH: 'admin', DELETE: 'admin' },
  'groups/[id]/members': { GET: 'admin', POST: 'admin', DELETE: 'admin' },
  'groups/[id]/members/[userId]': { DELETE: 'admin' },
  'groups/[id]/members.csv': { GET: 'admin' },
  'groups/[id]/imports': { POST: 'admin' },
  preferences: { GET: 'viewer' },
  'preferences/muted/[category]': { PUT: 'viewer', DELETE: 'viewer' },
  'operator/sessions': { POST: 'anyone', DELETE: 'viewer' },
  setup: { POST: 'anyone' },
  metrics: { GET: 'metricsToken' },
  'health/live': { GET: 'anyone' },
  'health/ready': { GET: 'anyone' },
  'auth/[...nextauth]': { GET: 'anyone', POST: 'anyone' },
  '': { GET: 'anyone', POST: 'anyone', PUT: 'anyone', PATCH: 'anyone', DELETE: 'anyone' },
  '[...unknown]': { GET: 'anyone', POST: 'anyone', PUT: 'anyone', PATCH: 'anyone', DELETE: 'anyone' },
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];
type Who = 'anyone' | 'viewer' | 'sender' | 'admin' | 'adminOrKey' | 'metricsToken';
const PERSONAS = [
  'anonymous',
  'member',
  'sender',
  'admin',
  'signed out',
  'disabled',
  'key',
  'revoked key',
] as const;
type Persona = (typeof PERSONAS)[number];

/** The refusal each must meet, or null when the door is open. */
const REFUSAL: Record<Who, Record<Persona, 401 | 403 | null>> = {
  anyone: rows([null, null, null, null, null, null, null, 401]),
  viewer: rows([401, null, null, null, 401, 401, 403, 401]),
  sender: rows([401, 403, null, null, 401, 401, 403, 401]),
  admin: rows([401, 403, 403, null, 401, 401, 403, 401]),
  adminOrKey: rows([401, 403, 403, null, 401, 401, null, 401]),
  metricsToken: rows([401, 401, 401, 401, 401, 401, 401, 401]),
};

function rows(refusals: (401 | 403 | null)[]): Record<Persona, 401 | 403 | null> {
  return Object.fromEntries(PERSONAS.map((persona, index) => [persona, refusals[index]])) as never;
}

/** The addresses that answer "nothing here" to everybody. */
const NOTHING_HERE = ['', '[...unknown]'];

const API = fileURLToPath(new URL('.', import.meta.url));
const routes = readdirSync(API, { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)route\.tsx?$/.test(file))
  .map((file) => file.replace(/(^|\/)route\.tsx?$/, ''));

let house: House;
let credentials: Record<Persona, { cookie?: string; key?: string }>;

beforeAll(async () => {
  house = await openHouse({ metricsToken: 'a-token-that-no-persona-has' });
  const member = await house.addPerson('Ana', 'member');
  const sender = await house.addPerson('Sam', 'sender');
  const admin = await house.addPerson('Admin', 'admin');
  const leaver = await house.addPerson('Lea', 'admin');
  const leaverCookie = await house.signedIn(leaver);
  const signedOut = await house.signedIn(admin);
  const { session } = (await sessionOf(signedOut)) ?? {};
  await house.store.revokeSession(session?.id ?? '', house.clock.now);
  await house.store.changeUser(leaver.id, { disabled: true, now: house.clock.now });
  const revoked = await house.addKey(admin);
  await house.store.revokeApiKey(revoked.id, { now: house.clock.now });
  credentials = {
    anonymous: {},
    member: { cookie: await house.signedIn(member) },
    sender: { cookie: await house.signedIn(sender) },
    admin: { cookie: await house.signedIn(admin) },
    'signed out': { cookie: signedOut },
    disabled: { cookie: leaverCookie },
    key: { key: (await house.addKey(admin)).token },
    'revoked key': { key: revoked.token },
  };
});
afterAll(() => house.close());

async function sessionOf(cookie: string) {
  const value = cookie.slice(cookie.indexOf('=') + 1);
  return findLiveSession({ cookie: () => value, header: () => null });
}

test('every route of the API stands in the table, and the table names no other', () => {
  expect(routes.sort()).toEqual(Object.keys(WHO).sort());
});

for (const route of routes) {
  for (const method of METHODS) {
    const who = WHO[route]?.[method];
    test(`${method} /api/${route} is for ${who ?? 'nobody'}`, async () => {
      const module: Record<string, RouteHandler> = await import(join(API, route, 'route.ts'));
      const handler = module[method];
      expect(handler, 'each method is exported, if only to refuse').toBeDefined();
      for (const persona of PERSONAS) {
        const answer = await call(handler as RouteHandler, {
          method,
          path: `/api/${route}`,
          params: { id: '0196d3f0-0000-7000-8000-000000000000', nextauth: ['csrf'] } as never,
          ...credentials[persona],
          ...(method !== 'GET' && { json: { nothing: 'of the sort' } }),
        });
        const label = `${persona}: ${JSON.stringify(answer.body)}`;
        expect(answer.status, label).toBeLessThan(500);
        expect(answer.headers.get('cache-control'), label).toMatch(/^no-store(, no-transform)?$/);
        if (who === undefined) {
          expect(answer.status, label).toBe(persona === 'revoked key' ? 401 : 405);
        } else if (REFUSAL[who][persona] === null) {
          expect([401, 403], label).not.toContain(answer.status);
          if (route !== 'auth/[...nextauth]') expect(answer.status, label).not.toBe(405);
        } else {
          expect(answer.status, label).toBe(REFUSAL[who][persona]);
          expect(answer.headers.get('content-type')).toBe('application/problem+json');
        }
      }
    });
  }
}

for (const route of NOTHING_HERE) {
  test(`/api/${route} says in JSON that there is nothing`, async () => {
    const module: Record<string, RouteHandler> = await import(join(API, route, 'route.ts'));
    for (const method of METHODS) {
      const answer = await call(module[method] as RouteHandler, { method, path: `/api/${route}` });
      expect([answer.status, answer.body.type]).toEqual([404, 'urn:belfry:problem:not_found']);
    }
  });
}
