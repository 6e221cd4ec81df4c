import { expect } from 'vitest';
import * as address from '@/app/n/[id]/route';
import type { RouteHandler } from '@/lib/server/handle';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { type Answer, call } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import * as audience from '../broadcasts/[id]/audience/route';
import * as recall from '../broadcasts/[id]/recall/route';
import * as oneBroadcast from '../broadcasts/[id]/route';
import * as sending from '../broadcasts/[id]/sending/route';
import * as testing from '../broadcasts/[id]/test/route';
import * as broadcasts from '../broadcasts/route';
import * as allReading from '../inbox/reading/route';
import * as viewing from '../inbox/viewing/route';
import * as archiving from '../notifications/[id]/archiving/route';
import * as click from '../notifications/[id]/click/route';
import * as reading from '../notifications/[id]/reading/route';
import * as notifications from '../notifications/route';
import * as undoing from '../operations/[id]/undoing/route';
import * as person from '../people/[id]/route';
import { GROUP_ACTIONS } from './group-actions';

/** Something that changes Ana's inbox. It answers the events that its requests were answered with. */
export type Action = Readonly<{
  /** The method and its route; null for what happens without a request to one. */
  by: string | null;
  does: string;
  run: (at: Arranged, publish: () => Promise<void>) => Promise<readonly Answer[]>;
}>;

export type Arranged = Awaited<ReturnType<typeof arrange>>;

/** A house in which Ana has one unread notification, one read, one archived and one of a broadcast. */
export async function arrange() {
  const house: House = await openHouse();
  const ana: Viewer = await house.addPerson('Ana', 'member');
  const asAna = await house.signedIn(ana);
  const admin = await house.addPerson('Admin', 'admin');
  const asAdmin = await house.signedIn(admin);

  async function notify(title: string): Promise<string> {
    const json = { recipients: ['ana@belfry.test'], title };
    return (await call(notifications.POST, { method: 'POST', cookie: asAdmin, json })).body.ids[0].id;
  }

  async function send(json: object = { title: 'To all', audience: { kind: 'everyone' } }): Promise<string> {
    const { id } = (await call(broadcasts.POST, { method: 'POST', cookie: asAdmin, json })).body;
    const { token } = (await call(audience.GET, { params: { id }, cookie: asAdmin })).body;
    const sent = { method: 'POST', params: { id }, cookie: asAdmin, json: { token } };
    expect((await call(sending.POST, sent)).status).toBe(200);
    return id;
  }

  /** Ana does this to one row; answers what she is told. */
  async function on(handler: RouteHandler, id: string, method = 'POST'): Promise<Answer> {
    const { status, body } = await call(handler, { method, params: { id }, cookie: asAna });
    expect(status).toBe(200);
    return body;
  }

  async function readAll(): Promise<Answer> {
    const { cursor } = await house.store.counts(ana.id, house.clock.now);
    const json = { through: cursor, filter: 'inbox' };
    return (await call(allReading.POST, { method: 'POST', cookie: asAna, json })).body;
  }

  async function edit(notifyAgain: boolean): Promise<void> {
    const json = { title: 'Said better', notifyAgain };
    const asked = { method: 'PATCH', params: { id: broadcastId }, cookie: asAdmin, json };
    expect((await call(oneBroadcast.PATCH, asked)).status).toBe(200);
  }

  const broadcastId = await send();
  const rows = { archived: await notify('a'), read: await notify('r'), unread: await notify('u') };
  await on(reading.POST, rows.read);
  await on(archiving.POST, rows.archived);
  return { house, ana, admin, asAna, asAdmin, rows, broadcastId, notify, send, on, readAll, edit };
}

/** What a browser says of a click on a link. */
const CLICK = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'sec-fetch-user': '?1' };

/** An action that is answered with no event: it is for many, or another's. */
const told = (act: (at: Arranged) => Promise<unknown>) => async (at: Arranged) => {
  await act(at);
  return [];
};

export const ACTIONS: readonly Action[] = [
  ...GROUP_ACTIONS,
  { by: 'POST notifications', does: 'one comes', run: told((at) => at.notify('new')) },
  {
    by: 'POST notifications',
    does: 'so many come that the event is thin',
    run: async (at) => {
      for (let n = 0; n < 25; n += 1) await at.notify(`n${n}`);
      return [];
    },
  },
  {
    by: 'POST notifications',
    does: 'two come, each published by itself',
    run: async (at, publish) => {
      await at.notify('one');
      await publish();
      await at.notify('two');
      return [];
    },
  },
  {
    by: 'POST broadcasts/[id]/test',
    does: 'a test of a broadcast comes to its sender',
    run: told(async ({ house, ana }) => {
      await house.store.changeUser(ana.id, { role: 'sender', now: house.clock.now });
      const cookie = await house.signedIn(ana);
      const json = { title: 'Tried out', audience: { kind: 'everyone' } };
      const { id } = (await call(broadcasts.POST, { method: 'POST', cookie, json })).body;
      expect((await call(testing.POST, { method: 'POST', params: { id }, cookie })).status).toBe(201);
    }),
  },
  {
    by: 'POST notifications/[id]/reading',
    does: 'one is read',
    run: async (at) => [(await at.on(reading.POST, at.rows.unread)).event],
  },
  {
    by: 'DELETE notifications/[id]/reading',
    does: 'one is unread',
    run: async (at) => [(await at.on(reading.DELETE, at.rows.read, 'DELETE')).event],
  },
  {
    by: 'POST notifications/[id]/archiving',
    does: 'one is archived',
    run: async (at) => [(await at.on(archiving.POST, at.rows.unread)).event],
  },
  {
    by: 'DELETE notifications/[id]/archiving',
    does: 'one is put back from the archive',
    run: async (at) => [(await at.on(archiving.DELETE, at.rows.archived, 'DELETE')).event],
  },
  {
    by: 'POST notifications/[id]/reading',
    does: 'one is read, unread and archived, with an arrival in between',
    run: async (at, publish) => {
      const events = [(await at.on(reading.POST, at.rows.unread)).event];
      await at.notify('between');
      await publish();
      events.push((await at.on(reading.DELETE, at.rows.unread, 'DELETE')).event);
      events.push((await at.on(archiving.POST, at.rows.unread)).event);
      return events;
    },
  },
  {
    by: 'POST notifications/[id]/click',
    does: 'the link of one is followed, twice',
    run: async (at) => [
      (await at.on(click.POST, at.rows.unread)).event,
      (await at.on(click.POST, at.rows.unread)).event,
    ],
  },
  {
    by: 'GET n/[id]',
    does: 'the address of one is opened, twice',
    run: told(async ({ rows, asAna }) => {
      const asked = { path: `/n/${rows.unread}`, params: { id: rows.unread }, cookie: asAna, headers: CLICK };
      for (const _ of ['once', 'twice']) expect((await call(address.GET, asked)).status).toBe(303);
    }),
  },
  { by: 'POST inbox/reading', does: 'all are read', run: async (at) => [(await at.readAll()).event] },
  {
    by: 'POST inbox/viewing',
    does: 'some are seen',
    run: async (at) => {
      const json = { ids: [at.rows.unread, at.rows.read] };
      return [(await call(viewing.POST, { method: 'POST', cookie: at.asAna, json })).body.event];
    },
  },
  {
    by: 'POST operations/[id]/undoing',
    does: 'one act is undone',
    run: async (at) => {
      const { operation, event } = await at.on(archiving.POST, at.rows.unread);
      return [event, (await at.on(undoing.POST, operation)).event];
    },
  },
  {
    by: 'POST operations/[id]/undoing',
    does: 'reading all is undone, after one of them has changed',
    run: async (at) => {
      const { operation, event } = await at.readAll();
      const again = (await at.on(reading.DELETE, at.rows.unread, 'DELETE')).event;
      return [event, again, (await at.on(undoing.POST, operation)).event];
    },
  },
  {
    by: 'POST broadcasts/[id]/sending',
    does: 'a broadcast goes out',
    run: told((at) => at.send()),
  },
  {
    by: 'PATCH broadcasts/[id]',
    does: 'a broadcast is corrected',
    run: told((at) => at.edit(false)),
  },
  {
    by: 'PATCH broadcasts/[id]',
    does: 'a broadcast that was read asks to be read again',
    run: async (at) => {
      const { event } = await at.readAll();
      await at.edit(true);
      return [event];
    },
  },
  {
    by: 'POST broadcasts/[id]/recall',
    does: 'a broadcast is taken back',
    run: async (at) => {
      const asked = { method: 'POST', params: { id: at.broadcastId }, cookie: at.asAdmin };
      expect((await call(recall.POST, asked)).status).toBe(200);
      return [];
    },
  },
  {
    by: null,
    does: 'a held broadcast is due',
    run: async (at) => {
      const { store, clock } = at.house;
      const draft = await store.createBroadcast({
        id: 'held',
        createdBy: at.admin.id,
        content: { title: 'Held', body: null, url: null, category: 'general', severity: 'info' },
        audience: { kind: 'everyone' },
        now: clock.now,
      });
      const dueAt = clock.now + 30_000;
      const { count } = await store.countAudience(draft.audience);
      await store.sendBroadcast('held', { version: 1, count, dueAt, as: 'held', now: clock.now });
      clock.now = dueAt;
      expect(await store.releaseDue({ now: clock.now, limit: 10 })).toEqual(['held']);
      return [];
    },
  },
  {
    by: 'PATCH people/[id]',
    does: 'a role changes, and what is owed to both roles is settled first',
    run: async (at) => {
      await at.send();
      const params = { id: at.ana.id };
      const asked = { method: 'PATCH', params, cookie: at.asAdmin, json: { role: 'sender' } };
      expect((await call(person.PATCH, asked)).status).toBe(200);
      return [];
    },
  },
];
