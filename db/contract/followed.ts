import { expect } from 'vitest';
import { RECIPIENT_FILTERS, type RecipientFilter } from '@/lib/inbox/recipient';
import type { Store } from '../store';
import { broadcast, join } from './given';

export const NAMES = ['ana', 'ben', 'carla', 'dora', 'emil', 'fay'] as const;
export const WHOLE = { q: null, before: null, limit: 100 } as const;

/** Ada's broadcast to seven: one who clicked, one who read, one who saw, one who only has it, two it has not reached, one who left. */
export async function arrange(store: Store): Promise<void> {
  await join(store, 'ada', 'admin');
  for (const name of NAMES) await join(store, name);
  await broadcast(store, { title: 'B', createdBy: 'ada', now: 20 });
  await store.changeUser('fay', { disabled: true, now: 25 });
  await store.replay(['ana', 'ben', 'carla', 'dora'], 30);
  for (const name of ['ana', 'ben', 'carla']) {
    const { items } = await store.feed(name, { filter: 'inbox', before: null, limit: 1, now: 40 });
    await store.view(name, { ids: items.map(({ id }) => id), now: 40 });
  }
  await markOf(store, 'ben', 'read', 50);
  await click(store, 'ana', 55);
}

async function rowOf(store: Store, name: string, now: number): Promise<string> {
  const { items } = await store.feed(name, { filter: 'inbox', before: null, limit: 1, now });
  return items[0]?.id ?? '';
}

export async function markOf(store: Store, name: string, as: 'read' | 'unread', now: number): Promise<void> {
  await store.mark(name, { id: await rowOf(store, name, now), as, operationId: `${name}${now}`, now });
}

async function click(store: Store, name: string, now: number): Promise<void> {
  await store.click(name, { id: await rowOf(store, name, now), operationId: `${name}${now}`, now });
}

export async function listed(store: Store, state: RecipientFilter): Promise<readonly string[]> {
  const { recipients } = await store.recipients('B', { ...WHOLE, state });
  return recipients.map(({ id, state: reached }) => `${id} ${reached}`);
}

/** Every list is as long as its figure, and the figures are those that everybody else is told. */
export async function expectAgreement(store: Store): Promise<void> {
  const progress = await store.progress('B');
  const { figures, skippedFor } = progress ?? {};
  expect(figures).toEqual(await store.figures('B'));
  if (!figures || !skippedFor) throw new Error('The broadcast is gone.');
  const { targeted, delivered, pending, skipped, seen, read, clicked } = figures;
  expect(targeted).toBe(delivered + pending + skipped);
  expect(skipped).toBe(skippedFor.left + skippedFor.muted + skippedFor.unreached);
  const lengths = new Map<RecipientFilter, number>();
  for (const state of RECIPIENT_FILTERS) lengths.set(state, (await listed(store, state)).length);
  expect(Object.fromEntries(lengths)).toEqual({
    all: targeted,
    pending,
    delivered,
    skipped,
    seen,
    read,
    clicked,
    unseen: delivered - seen,
    unread: delivered - read,
  });
}
