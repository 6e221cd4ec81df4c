import { expect, test } from 'vitest';
import { modelOf, openInbox } from './testing/open-inbox';

const SMALL = { fatChanges: 20, syncPage: 200, resetAfter: 5, feedPage: 2 };
const small = () => openInbox({ model: modelOf(6, SMALL) });
const pages = (inbox: ReturnType<typeof openInbox>) =>
  inbox.server.asked('/api/notifications?').map(({ path }) => path);

test('a page of another history that comes during a sync asks for one more', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.holds('sync', 'back');
  inbox.do.refresh();
  await inbox.settled();
  inbox.model.restore('e2', 4);
  inbox.do.open('unread');
  await inbox.settled();
  inbox.server.releases('sync');
  await inbox.settled();
  expect(inbox.now().views.inbox.through).toBe('e2.4');
  expect(inbox.ids('unread')).toEqual(['n4', 'n3']);
  expect(inbox.now().status).toBe('live');
});

test('a reset loads the opened views again, and not the others', async () => {
  const inbox = small();
  await inbox.live();
  inbox.do.open('unread');
  await inbox.settled();
  inbox.model.append(10);
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n16', 'n15']);
  expect(inbox.ids('unread')).toEqual(['n16', 'n15']);
  expect(inbox.now().views.archived.state).toBe('absent');
});

test('a first page that a reset overtook is dropped and asked for again', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.holds('/api/notifications?', 'back');
  inbox.do.open('unread');
  await inbox.settled();
  inbox.model.append(10);
  inbox.do.refresh();
  await inbox.settled();
  inbox.server.answers('/api/notifications?');
  await inbox.settled();
  expect(inbox.now().views.unread.state).toBe('loading');
  inbox.server.releases('/api/notifications?');
  await inbox.settled();
  expect(inbox.ids('unread')).toEqual(['n16', 'n15']);
});

test('older rows of the inbox that a reset overtook are asked for again, from the new first page', async () => {
  const inbox = small();
  await inbox.live();
  inbox.server.holds('/api/notifications?', 'back');
  inbox.do.loadOlder('inbox');
  await inbox.settled();
  inbox.model.append(10);
  inbox.do.refresh();
  await inbox.settled();
  inbox.server.answers('/api/notifications?');
  inbox.server.releases('/api/notifications?');
  await inbox.settled();
  expect(inbox.ids()).toEqual(['n16', 'n15', 'n14', 'n13']);
  expect(inbox.now().views.inbox).toMatchObject({ loadingOlder: false, loadOlderFailed: false });
});

test('older rows of another view that a reset overtook: the view comes back by itself', async () => {
  const inbox = small();
  await inbox.live();
  inbox.do.open('unread');
  await inbox.settled();
  inbox.server.holds('/api/notifications?', 'back');
  inbox.do.loadOlder('unread');
  await inbox.settled();
  inbox.model.append(10);
  inbox.do.refresh();
  await inbox.settled();
  inbox.server.answers('/api/notifications?');
  inbox.server.releases('/api/notifications?');
  await inbox.settled();
  expect(inbox.now().views.unread.state).toBe('ready');
  expect(inbox.ids('unread')).toEqual(['n16', 'n15']);
});

test('what never fits is given up after three tries, and the next sync loads it', async () => {
  const model = modelOf(6, SMALL);
  const old = new Set(['unread']);
  const feed: typeof model.feed = (filter, before) => {
    const page = model.feed(filter, before);
    return old.has(filter) ? { ...page, cursor: 'e1.1' } : page;
  };
  const inbox = openInbox({ model: { ...model, feed } });
  await inbox.live();
  inbox.do.open('unread');
  await inbox.settled();
  expect(pages(inbox)).toHaveLength(3);
  expect(inbox.now().views.unread.state).toBe('failed');
  old.clear();
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.ids('unread')).toEqual(['n6', 'n5']);
  expect(inbox.now().status).toBe('live');
});

test('what was loaded once stays known as such, also while a reset has taken it away', async () => {
  const inbox = small();
  await inbox.live();
  expect(inbox.now().views.inbox.everLoaded).toBe(true);
  inbox.do.open('unread');
  expect(inbox.now().views.unread).toMatchObject({ state: 'loading', everLoaded: false });
  await inbox.settled();
  expect(inbox.now().views.unread.everLoaded).toBe(true);
  inbox.server.holds('/api/notifications?');
  inbox.model.append(10);
  inbox.do.refresh();
  await inbox.settled();
  expect(inbox.now().views.unread).toMatchObject({ state: 'loading', everLoaded: true });
});
