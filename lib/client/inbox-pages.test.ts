import { expect, test } from 'vitest';
import { modelOf, openInbox } from './testing/open-inbox';

const SMALL = { fatChanges: 20, syncPage: 200, resetAfter: 5, feedPage: 2 };
const small = (count = 6) => openInbox({ model: modelOf(count, SMALL) });
const pages = (inbox: ReturnType<typeof openInbox>) =>
  inbox.server.asked('/api/notifications?').map(({ path }) => path);

test('the first page of the inbox is there from the start, the other views are not', () => {
  const { views } = small().now();
  expect(views.inbox).toMatchObject({ state: 'ready', more: true });
  expect(views.unread).toMatchObject({ state: 'absent', more: false, rows: [] });
  expect(views.archived.state).toBe('absent');
});

test('opening a view loads its first page, once', async () => {
  const inbox = small();
  await inbox.live();
  inbox.do.open('unread');
  expect(inbox.now().views.unread.state).toBe('loading');
  inbox.do.open('unread');
  await inbox.settled();
  inbox.do.open('unread');
  inbox.do.open('inbox');
  await inbox.settled();
  expect(inbox.ids('unread')).toEqual(['n6', 'n5']);
  expect(inbox.now().views.unread).toMatchObject({ state: 'ready', more: true });
  expect(pages(inbox)).toEqual(['/api/notifications?filter=unread']);
});

test('older rows are loaded page by page down to the end, and nothing is asked there', async () => {
  const inbox = small(5);
  await inbox.live();
  inbox.do.loadOlder('inbox');
  expect(inbox.now().views.inbox).toMatchObject({ state: 'ready', loadingOlder: true });
  inbox.do.loadOlder('inbox');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n5', 'n4', 'n3', 'n2']);
  inbox.do.loadOlder('inbox');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n5', 'n4', 'n3', 'n2', 'n1']);
  expect(inbox.now().views.inbox).toMatchObject({ more: false, loadingOlder: false });
  inbox.do.loadOlder('inbox');
  inbox.do.loadOlder('archived');
  await inbox.settled();
  expect(pages(inbox)).toHaveLength(2);
});

test('a page that cannot be had says so, and can be asked for again', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.refuses('/api/notifications?', 503, 2);
  inbox.do.loadOlder('inbox');
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.now().views.inbox).toMatchObject({ loadOlderFailed: true, loadingOlder: false, more: true });
  expect(inbox.now().views.unread.state).toBe('failed');
  inbox.do.loadOlder('inbox');
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.now().views.inbox).toMatchObject({ loadOlderFailed: false });
  expect(inbox.ids('unread')).toHaveLength(2);
  expect(inbox.ids()).toHaveLength(4);
});

test('refreshing also loads the views that failed', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.refuses('/api/notifications?', null, 1);
  inbox.do.open('archived');
  await inbox.settled();
  expect(inbox.now().views.archived.state).toBe('failed');
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.now().views.archived.state).toBe('ready');
});

test('a view that could not be loaded is loaded after the next sync, without anybody asking', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.refuses('/api/notifications?', null, 1);
  inbox.do.open('archived');
  await inbox.settled();
  expect(inbox.now().views.archived.state).toBe('failed');
  await inbox.clock.advance(24_000);
  expect(inbox.server.syncs()).toBe(2);
  expect(inbox.now().views.archived.state).toBe('ready');
});

test('a page that nobody signed in may see signs out, and nothing is loaded after', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.refuses('/api/notifications?', 401);
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.now().status).toBe('signed-out');
  inbox.do.open('archived');
  inbox.do.loadOlder('inbox');
  await inbox.settled();
  expect(pages(inbox)).toHaveLength(1);
});

test('a page that must be asked for again is not, once the session has ended', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.holds('/api/notifications?');
  inbox.do.open('unread');
  await inbox.settled();
  inbox.model.restore('e2', 4);
  inbox.link.becomes('signed-out');
  inbox.server.releases('/api/notifications?');
  await inbox.settled();
  expect(pages(inbox)).toHaveLength(1);
});

test('a page whose cursor is none counts as failed', async () => {
  const model = modelOf(6, SMALL);
  const inbox = openInbox({
    model: {
      ...model,
      feed: (...page) => ({
        ...model.feed(...page),
        cursor: page[0] === 'inbox' ? model.feed(...page).cursor : 'x',
      }),
    },
  });
  await inbox.live();
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.now().views.unread.state).toBe('failed');
});

test('a page ahead of what is held shows its rows, and the sync it asks for the rest', async () => {
  const inbox = small();
  await inbox.live();
  inbox.model.append();
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.ids('unread')).toEqual(['n7', 'n6']);
  expect(inbox.now().counts.unread).toBe(7);
  expect(inbox.server.syncs()).toBe(2);
});

test('a page that comes after the stop changes nothing bad', async () => {
  const inbox = small();
  const stop = await inbox.live();
  inbox.server.holds('/api/notifications?');
  inbox.do.open('unread');
  await inbox.settled();
  stop();
  inbox.server.releases('/api/notifications?');
  await inbox.settled();
  expect(inbox.ids('unread')).toEqual(['n6', 'n5']);
  expect(inbox.clock.sleeping()).toBe(0);
});

for (const which of ['first', 'older'] as const) {
  test(`the ${which} page of a view that another run answers is loaded once a sync has said what is true in it`, async () => {
    const inbox = small();
    await inbox.live();
    if (which === 'older') inbox.do.open('unread');
    await inbox.settled();
    inbox.model.restart('e2');
    inbox.server.holds('sync');
    const load = () => (which === 'first' ? inbox.do.open('unread') : inbox.do.loadOlder('unread'));
    load();
    await inbox.settled();
    const asked = pages(inbox).length;
    load();
    await inbox.settled();
    // It waits, and does not ask the same again and again.
    expect(pages(inbox)).toHaveLength(asked);
    expect(inbox.now().views.unread).toMatchObject(
      which === 'first' ? { state: 'loading' } : { state: 'ready', loadingOlder: true },
    );
    inbox.server.releases('sync');
    await inbox.settled();
    expect(inbox.now().views.unread).toMatchObject({
      state: 'ready',
      loadingOlder: false,
      loadOlderFailed: false,
    });
    expect(inbox.ids('unread')).toHaveLength(which === 'first' ? 2 : 4);
  });
}

test('a page that waits for a sync has failed when that fails', async () => {
  const inbox = small();
  await inbox.live();
  inbox.model.restart('e2');
  inbox.server.refuses('sync', 503);
  inbox.do.open('unread');
  await inbox.settled();
  expect(inbox.now().views.unread.state).toBe('failed');
  inbox.server.accepts('sync');
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.now().views.unread.state).toBe('ready');
});

test('a page of a run that is over is asked for again at once', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.holds('/api/notifications?', 'back');
  inbox.do.open('unread');
  await inbox.settled();
  inbox.model.restart('e2');
  inbox.do.refresh();
  await inbox.settled();
  inbox.server.releases('/api/notifications?');
  await inbox.settled();
  expect(inbox.now().views.unread.state).toBe('ready');
  expect(pages(inbox)).toHaveLength(2);
});
