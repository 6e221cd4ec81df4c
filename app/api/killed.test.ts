import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RouteHandler } from '@/lib/server/handle';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, type Call, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from './broadcasts/[id]/audience/route';
import * as notifications from './notifications/route';
import type { Order } from './testing/answer-and-die';

// A process of its own takes its time to start.
vi.setConfig({ testTimeout: 60_000 });

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let folder: string;
let file: string;
let house: House;
let ana: Viewer;
let asAna: string;
let asAdmin: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'belfry-killed-'));
  file = join(folder, 'belfry.db');
  house = await openHouse({}, { file });
  ana = await house.addPerson('Ana', 'member');
  const admin = await house.addPerson('Admin', 'admin');
  asAna = await house.signedIn(ana);
  asAdmin = await house.signedIn(admin);
});
afterEach(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

/** Another process does it and is killed after its commit, before its answer; then this one opens the file again. */
async function doneAndKilled(order: Omit<Order, 'file'>): Promise<void> {
  await house.close();
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--conditions=react-server',
      here('./testing/answer-and-die.ts'),
      JSON.stringify({ file, ...order }),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [said, complained, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  expect([said, code, signal], complained).toEqual(['', null, 'SIGKILL']);
  house = await openHouse({}, { file });
}

async function repeated(order: Omit<Order, 'file'>) {
  const module: Record<string, RouteHandler> = await import(order.route);
  return call(module[order.method] as RouteHandler, order.request);
}

const keyed = (key: string, path: string, more: Call): Call => ({
  method: 'POST',
  path,
  cookie: asAdmin,
  headers: { 'idempotency-key': key },
  ...more,
});
const items = async () => (await call(notifications.GET, { cookie: asAna })).body.items as Answer[];

test('a creation whose process was killed after the commit is answered to the repetition, with the id of the one that was made', async () => {
  const json = { recipients: ['ana@belfry.test'], title: 'Deployed' };
  const request = keyed('deploy-42', '/api/notifications', { json });
  const order = { route: here('./notifications/route.ts'), method: 'POST', request };
  await doneAndKilled(order);
  const [stored, ...more] = await items();
  expect([stored.title, more]).toEqual(['Deployed', []]);
  const { status, body, headers } = await repeated(order);
  expect([status, headers.get('idempotency-replayed')]).toEqual([201, 'true']);
  expect(body).toEqual({ ids: [{ recipient: 'ana@belfry.test', id: stored.id }] });
  expect(await items()).toEqual([stored]);
});

test('a sending whose process was killed after the commit has gone out once, and says so', async () => {
  const { now } = house.clock;
  const content = { title: 'All', body: null, url: null, category: 'general', severity: 'info' } as const;
  const draft = { id: 'b', createdBy: ana.id, content, audience: { kind: 'everyone' }, now } as const;
  await house.store.createBroadcast(draft);
  const { body: shown } = await call(audience.GET, { params: { id: 'b' }, cookie: asAdmin });
  const request = keyed('k', '/api/broadcasts/b/sending', {
    params: { id: 'b' },
    json: { token: shown.token },
  });
  const order = { route: here('./broadcasts/[id]/sending/route.ts'), method: 'POST', request };
  await doneAndKilled(order);
  const { status, body, headers } = await repeated(order);
  expect([status, headers.get('idempotency-replayed'), body.state]).toEqual([200, 'true', 'sent']);
  expect(await house.store.logHead()).toBe(1);
  expect((await items()).map(({ title }) => title)).toEqual(['All']);
});

test('an act whose process was killed after the commit can be undone by the name it was given', async () => {
  const { now } = house.clock;
  const content = { title: 'N', body: null, url: null, category: 'general', severity: 'info' } as const;
  await house.store.append({ recipients: [{ userId: ana.id, id: 'n' }], content, now });
  const operation = randomUUID();
  const request = keyed(operation, '/api/notifications/n/archiving', { cookie: asAna, params: { id: 'n' } });
  const order = { route: here('./notifications/[id]/archiving/route.ts'), method: 'POST', request };
  await doneAndKilled(order);
  expect(await items()).toEqual([]);
  const undoing = {
    route: here('./operations/[id]/undoing/route.ts'),
    method: 'POST',
    request: keyed(randomUUID(), `/api/operations/${operation}/undoing`, {
      cookie: asAna,
      params: { id: operation },
    }),
  };
  expect((await repeated(undoing)).status).toBe(200);
  const { body } = await repeated(order);
  expect(body).toMatchObject({ operation, event: { changes: [] } });
  expect((await items()).map(({ id, archivedAt }) => [id, archivedAt])).toEqual([['n', null]]);
});
