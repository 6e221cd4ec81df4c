import { expect } from 'vitest';
import type { RouteHandler } from '@/lib/server/handle';
import { call } from '@/lib/server/testing/call';
import * as imports from '../groups/[id]/imports/route';
import * as oneMember from '../groups/[id]/members/[userId]/route';
import * as members from '../groups/[id]/members/route';
import * as group from '../groups/[id]/route';
import * as groups from '../groups/route';
import * as muted from '../preferences/muted/[category]/route';
import type { Action, Arranged } from './inbox-actions';

/**
 * What settles Ana's inbox: a broadcast that has gone out and has not reached her comes before she joins, leaves, or
 * switches its category off or on.
 */
export const GROUP_ACTIONS: readonly Action[] = [
  {
    by: 'POST groups/[id]/members',
    does: 'somebody joins a group',
    run: settled(async (at, id) =>
      ask(at, members.POST, { method: 'POST', id, json: { people: [at.ana.id] } }),
    ),
  },
  {
    by: 'POST groups/[id]/imports',
    does: 'somebody comes into a group with a list',
    run: settled((at, id) => ask(at, imports.POST, { method: 'POST', id, json: { csv: at.ana.email } })),
  },
  {
    by: 'DELETE groups/[id]/members',
    does: 'somebody leaves a group',
    run: settled(async (at, id) => {
      await join(at, id);
      await ask(at, members.DELETE, { method: 'DELETE', id, json: { people: [at.ana.email] } });
    }),
  },
  {
    by: 'DELETE groups/[id]/members/[userId]',
    does: 'one person is taken out of a group',
    run: settled(async (at, id) => {
      await join(at, id);
      await ask(at, oneMember.DELETE, { method: 'DELETE', id, userId: at.ana.id });
    }),
  },
  {
    by: 'DELETE groups/[id]',
    does: 'a group ends',
    run: settled(async (at, id) => {
      await join(at, id);
      await ask(at, group.DELETE, { method: 'DELETE', id });
    }),
  },
  { by: 'PUT preferences/muted/[category]', does: 'a category is switched off', run: settled(mute) },
  {
    by: 'DELETE preferences/muted/[category]',
    does: 'a category is switched on again',
    run: settled(async (at) => {
      await mute(at);
      await at.send();
      const params = { category: 'general' };
      const asked = { method: 'DELETE', params, cookie: at.asAna };
      expect((await call(muted.DELETE, asked)).status).toBe(200);
    }),
  },
];

function settled(act: (at: Arranged, groupId: string) => Promise<unknown>): Action['run'] {
  return async (at) => {
    const { body } = await call(groups.POST, { method: 'POST', cookie: at.asAdmin, json: { name: 'Crew' } });
    await at.send();
    await act(at, body.id);
    return [];
  };
}

async function mute(at: Arranged): Promise<void> {
  const asked = { method: 'PUT', params: { category: 'general' }, cookie: at.asAna };
  expect((await call(muted.PUT, asked)).status).toBe(200);
}

async function join(at: Arranged, id: string): Promise<void> {
  await at.house.store.addMembers(id, { userIds: [at.ana.id], now: at.house.clock.now });
  await at.send();
}

async function ask(
  at: Arranged,
  handler: RouteHandler,
  { method, json, ...params }: { method: string; json?: object; id: string; userId?: string },
): Promise<void> {
  const { status } = await call(handler, { method, params, cookie: at.asAdmin, json });
  expect(status).toBe(200);
}
