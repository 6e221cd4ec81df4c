import { expect } from 'vitest';
import type { BroadcastSearch } from '../store-follow';
import { broadcast, type Check, content, join } from './given';

const SEARCH = {
  q: null,
  state: null,
  category: null,
  sender: null,
  from: null,
  to: null,
  before: null,
  limit: 100,
} as const;

/** Finding broadcasts again. */
export function searchContract(check: Check): void {
  check(
    'broadcasts are found by what they say, their state, category, sender and time',
    async ({ store }) => {
      await join(store, 'ada', 'admin');
      await join(store, 'sam', 'sender');
      await broadcast(store, { title: 'Fire drill', createdBy: 'ada', now: 100 });
      await broadcast(store, { title: '100 % done', createdBy: 'sam', now: 200 });
      const draft = content('Lunch', { body: 'After the drill.', category: 'canteen' });
      await store.createBroadcast({
        id: 'L',
        createdBy: 'sam',
        content: draft,
        audience: { kind: 'everyone' },
        now: 300,
      });
      const found = async (search: Partial<BroadcastSearch>) =>
        (await store.searchBroadcasts({ ...SEARCH, ...search })).broadcasts.map(({ id }) => id);
      expect(await found({})).toEqual(['L', '100 % done', 'Fire drill']);
      expect(await found({ q: 'DRILL' })).toEqual(['L', 'Fire drill']);
      expect(await found({ q: '%' })).toEqual(['100 % done']);
      expect(await found({ state: 'draft' })).toEqual(['L']);
      expect(await found({ category: 'canteen' })).toEqual(['L']);
      expect(await found({ sender: 'sam' })).toEqual(['L', '100 % done']);
      expect(await found({ from: 200 })).toEqual(['L', '100 % done']);
      expect(await found({ to: 200 })).toEqual(['Fire drill']);
      expect(await found({ q: 'drill', state: 'sent', sender: 'sam' })).toEqual([]);
      expect(await store.broadcastChoices()).toEqual({
        categories: ['canteen', 'general'],
        senders: [
          { id: 'ada', name: 'ada' },
          { id: 'sam', name: 'sam' },
        ],
      });
    },
  );

  check('what is found has its figures, and comes page after page', async ({ store }) => {
    await join(store, 'ada', 'admin');
    for (const title of ['a', 'b', 'c']) await broadcast(store, { title, createdBy: 'ada' });
    await store.counts('ada', 40);
    const first = await store.searchBroadcasts({ ...SEARCH, limit: 2 });
    expect(first.broadcasts.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(first.broadcasts[0]).toEqual(await store.findBroadcast('c'));
    expect(first.broadcasts[0]?.figures).toMatchObject({ targeted: 1, delivered: 1 });
    await broadcast(store, { title: 'd', createdBy: 'ada' });
    const second = await store.searchBroadcasts({ ...SEARCH, before: first.next, limit: 2 });
    expect(second).toMatchObject({ broadcasts: [{ id: 'a' }], next: null });
    for (const page of [{ before: 'x' }, { limit: 0 }, { limit: 101 }]) {
      await expect(store.searchBroadcasts({ ...SEARCH, ...page })).rejects.toMatchObject({ code: 'invalid' });
    }
  });
}
