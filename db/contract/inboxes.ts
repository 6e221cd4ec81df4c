import { expect } from 'vitest';
import { type Check, content, iso, join, notify, titles } from './given';

export function inboxesContract(check: Check): void {
  check(
    'a notification stands in its recipient’s inbox as it was said, and in nobody else’s',
    async ({ store }) => {
      await join(store, 'ana');
      await join(store, 'ben');
      const said = content('Hello', {
        body: 'Come in',
        url: '/door',
        category: 'house',
        severity: 'warning',
      });
      const answer = await store.append({
        recipients: [{ userId: 'ana', id: 'n1' }],
        content: said,
        now: 12,
      });
      expect(answer).toEqual({ ids: [{ recipient: 'ana', id: 'n1' }] });
      expect(await store.feed('ana', { filter: 'inbox', before: null, limit: 10, now: 13 })).toEqual({
        items: [
          {
            ...said,
            id: 'n1',
            seq: 1,
            sortSeq: 1,
            linkLabel: null,
            format: 'plain',
            isTest: false,
            broadcastId: null,
            createdAt: iso(12),
            seenAt: null,
            readAt: null,
            archivedAt: null,
            editedAt: null,
          },
        ],
        next: null,
        cursor: `${store.epoch}.1`,
        counts: { unread: 1, unseen: 1 },
      });
      expect(await titles(store, 'ben')).toEqual([]);
    },
  );

  check('notifying many is all or nothing: an unknown recipient stores nothing', async ({ store, moved }) => {
    await join(store, 'ana');
    const recipients = [
      { userId: 'ana', id: 'n1' },
      { userId: 'nobody', id: 'n2' },
    ];
    const refused = store.append({ recipients, content: content('x'), now: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'not_found', errors: [{ path: 'recipients.1' }] });
    expect(await store.counts('ana', 2)).toEqual({
      cursor: `${store.epoch}.0`,
      counts: { unread: 0, unseen: 0 },
    });
    expect(moved).toEqual([]);
  });

  check('the listener hears once of each commit that moved streams, and which', async ({ store, moved }) => {
    await join(store, 'ana');
    await join(store, 'ben');
    const recipients = [
      { userId: 'ana', id: 'n1' },
      { userId: 'ben', id: 'n2' },
      { userId: 'ana', id: 'n3' },
    ];
    await store.append({ recipients, content: content('x'), now: 1 });
    expect(moved).toEqual([{ streams: ['ana', 'ben'], broadcastLog: false, replayed: [] }]);
    await store.feed('ana', { filter: 'inbox', before: null, limit: 10, now: 2 });
    await store.mark('ana', { id: 'n1', as: 'unread', operationId: 'o', now: 3 });
    await store.markPublished([{ userId: 'ana', seq: 2 }]);
    expect(moved).toHaveLength(1);
  });

  check('an unknown inbox is not found, whatever is asked of it', async ({ store }) => {
    const asked = [
      store.feed('nobody', { filter: 'inbox', before: null, limit: 10, now: 1 }),
      store.sync('nobody', { cursor: null, now: 1 }),
      store.counts('nobody', 1),
      store.mark('nobody', { id: 'n', as: 'read', operationId: 'o', now: 1 }),
      store.view('nobody', { ids: ['n'], now: 1 }),
      store.undo('nobody', { operationId: 'o', now: 1 }),
    ];
    for (const answer of asked) await expect(answer).rejects.toMatchObject({ code: 'not_found' });
  });

  check('pages follow one another without a hole or a double, newest first', async ({ store }) => {
    await join(store, 'ana');
    const made = Array.from({ length: 23 }, (_, place) => `n${place + 1}`);
    await notify(store, 'ana', made);
    const found: string[] = [];
    let before: number | null = null;
    const lengths: number[] = [];
    for (let pages = 0; pages < 10; pages++) {
      const page = await store.feed('ana', { filter: 'inbox', before, limit: 5, now: 50 });
      found.push(...page.items.map((item) => item.id));
      lengths.push(page.items.length);
      if (page.next === null) break;
      before = Number(page.next);
    }
    expect(found).toEqual(made.reverse());
    expect(lengths).toEqual([5, 5, 5, 5, 3]);
  });

  check('a page that ends exactly at the last row says that there is no next', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['a', 'b']);
    const page = await store.feed('ana', { filter: 'inbox', before: null, limit: 2, now: 50 });
    expect([page.items.length, page.next]).toEqual([2, null]);
  });

  check('a page has between one and a hundred rows', async ({ store }) => {
    await join(store, 'ana');
    for (const limit of [0, -1, 1.5, 101]) {
      const refused = store.feed('ana', { filter: 'inbox', before: null, limit, now: 1 });
      await expect(refused).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  check('each view shows its own rows', async ({ store }) => {
    await join(store, 'ana');
    await notify(store, 'ana', ['unread', 'read', 'archived', 'read and archived']);
    const mark = (id: string, as: 'read' | 'archived') =>
      store.mark('ana', { id, as, operationId: `${as} ${id}`, now: 30 });
    await mark('read', 'read');
    await mark('archived', 'archived');
    await mark('read and archived', 'read');
    await mark('read and archived', 'archived');
    expect(await titles(store, 'ana', 'inbox')).toEqual(['read', 'unread']);
    expect(await titles(store, 'ana', 'unread')).toEqual(['unread']);
    expect(await titles(store, 'ana', 'archived')).toEqual(['read and archived', 'archived']);
    expect((await store.counts('ana', 40)).counts).toEqual({ unread: 1, unseen: 1 });
  });

  check('many recipients at once are refused above a thousand', async ({ store }) => {
    await join(store, 'ana');
    const recipients = Array.from({ length: 1_001 }, (_, place) => ({ userId: 'ana', id: `n${place}` }));
    const refused = store.append({ recipients, content: content('x'), now: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'invalid' });
    await store.append({ recipients: recipients.slice(1), content: content('x'), now: 1 });
    expect((await store.counts('ana', 2)).counts).toEqual({ unread: 1_000, unseen: 1_000 });
  });
}
