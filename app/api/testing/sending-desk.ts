import { expect } from 'vitest';
import { type Answer, call } from '@/lib/server/testing/call';
import type { House } from '@/lib/server/testing/test-house';
import * as audience from '../broadcasts/[id]/audience/route';
import * as pausing from '../broadcasts/[id]/pausing/route';
import * as redrafting from '../broadcasts/[id]/redrafting/route';
import * as one from '../broadcasts/[id]/route';
import * as sending from '../broadcasts/[id]/sending/route';
import * as broadcasts from '../broadcasts/route';
import * as notifications from '../notifications/route';

/** What senders do at their desks, over the API as the pages use it. */
export function sendingDesk(house: House, asSam: string) {
  const act = (handler: typeof sending.POST, id: string, { method = 'POST', cookie = asSam } = {}) =>
    call(handler, { method, params: { id }, cookie });
  return {
    async draft(json: object = {}): Promise<string> {
      const full = { title: 'Fire drill at noon', audience: { kind: 'everyone' }, ...json };
      const { status, body } = await call(broadcasts.POST, { method: 'POST', cookie: asSam, json: full });
      expect(status).toBe(201);
      return body.id;
    },
    check: (id: string, { freeze = false, cookie = asSam } = {}) =>
      call(audience.GET, {
        path: freeze ? '/api?freeze=true' : '/api',
        params: { id },
        cookie,
      }).then(({ body }) => body),
    send: (id: string, json: object, { cookie = asSam, key }: { cookie?: string; key?: string } = {}) =>
      call(sending.POST, {
        method: 'POST',
        params: { id },
        cookie,
        json,
        ...(key !== undefined && { headers: { 'idempotency-key': key } }),
      }),
    cancel: (id: string, cookie = asSam) => act(sending.DELETE, id, { method: 'DELETE', cookie }),
    discard: (id: string, cookie = asSam) => act(one.DELETE, id, { method: 'DELETE', cookie }),
    waiting: async (id: string) => (await act(sending.GET, id, { method: 'GET' })).body,
    pause: (id: string) => act(pausing.POST, id),
    resume: (id: string) => act(pausing.DELETE, id, { method: 'DELETE' }),
    redraft: (id: string, cookie = asSam) => act(redrafting.POST, id, { cookie }),
    read: async (id: string): Promise<Answer> =>
      (await call(one.GET, { params: { id }, cookie: asSam })).body,
    change: (id: string, json: object) =>
      call(one.PATCH, { method: 'PATCH', params: { id }, cookie: asSam, json }),
    titles: async (cookie: string): Promise<string[]> =>
      (await call(notifications.GET, { cookie })).body.items.map((item: Answer) => item.title),
    /** What the clock of the process does when a time has come. */
    async pass(ms: number): Promise<readonly string[]> {
      house.clock.now += ms;
      return house.store.releaseDue({ now: house.clock.now, limit: 10 });
    },
  };
}
