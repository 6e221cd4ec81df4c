import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { FILTERS } from '@/lib/inbox/notification';
import { openLine } from '@/lib/pusher-server/testing/line';
import { browserClock } from './clock';
import { createInboxStore } from './inbox-store';
import { request } from './request';
import { connect } from './shared-connection';
import { createFakeSignals } from './testing/fake-signals';
import { createFakeStream } from './testing/fake-stream';
import { EMBEDDED, modelOf } from './testing/open-inbox';
import { APP, startRealServer } from './testing/real-server';

afterEach(() => {
  vi.unstubAllGlobals();
});

const BOUND = { timeout: 15_000, interval: 20 };

/** The whole client as the product puts it together, on a page of this server; its socket has a line of its own. */
async function realInbox() {
  const model = modelOf(3);
  let server = await startRealServer(model);
  const base = `http://127.0.0.1:${server.port}/`;
  const line = await openLine(server.port);
  const { fetch } = globalThis;
  vi.stubGlobal('window', { location: new URL(`http://127.0.0.1:${line.port}/`) });
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => fetch(new URL(path, base), init));

  const viewerId = 'u1';
  const store = createInboxStore(
    // A key of its own: the connection is shared by settings, and the next test has another port.
    {
      viewerId,
      realtime: { ...EMBEDDED, key: APP.key, port: server.port },
      inbox: model.feed('inbox', null),
    },
    {
      request,
      connect,
      openStream: createFakeStream().openStream,
      clock: browserClock,
      random: Math.random,
      signals: createFakeSignals().signals,
    },
  );
  const stop = store.start();
  onTestFinished(async () => {
    stop();
    await server.stop();
  });
  return {
    model,
    store,
    line,
    server: () => server,
    publish: (event: ReturnType<typeof model.edit>) => server.publish(viewerId, event),
    async restart(prepare: (server: Awaited<ReturnType<typeof startRealServer>>) => void = () => {}) {
      const { port } = server;
      await server.stop();
      model.append(2);
      model.recall('n1');
      server = await startRealServer(model, port);
      prepare(server);
    },
    /** Waits until it is live and shows what the server has. */
    async equal(): Promise<void> {
      await vi.waitFor(() => {
        const { status, counts, views } = store.getSnapshot();
        expect(status).toBe('live');
        expect(counts).toEqual(model.counts());
        for (const filter of FILTERS.filter((filter) => views[filter].state === 'ready')) {
          expect(views[filter].rows).toMatchObject(model.all(filter));
        }
        expect(views.inbox.through).toBe(model.cursor());
      }, BOUND);
    },
  };
}

test('over a real line it becomes live, and an event moves it without a sync', async () => {
  const inbox = await realInbox();
  await inbox.equal();
  const { syncs } = inbox.server().seen;
  inbox.publish(inbox.model.append());
  await inbox.equal();
  expect(inbox.server().seen.syncs).toBe(syncs);
  inbox.store.actions.read('n2');
  await vi.waitFor(() => expect(inbox.model.find('n2')?.readAt).not.toBeNull(), BOUND);
  await inbox.equal();
});

test('a server that stops and starts again on its port finds the inbox live and equal', async () => {
  const inbox = await realInbox();
  inbox.store.actions.open('archived');
  await inbox.equal();
  const before = inbox.server();
  await inbox.restart();
  expect(before.closes()).toMatchObject({ 4200: 1 });
  await inbox.equal();
  expect(inbox.store.getSnapshot().views.inbox.rows.map(({ id }) => id)).not.toContain('n1');
  inbox.publish(inbox.model.edit('n2', 'After the restart'));
  await inbox.equal();
});

test('authorisations that fail twice after a restart leave it live and equal all the same', async () => {
  const inbox = await realInbox();
  await inbox.equal();
  await inbox.restart((server) => server.failsToAuthorise(2));
  await inbox.equal();
  expect(inbox.server().seen.authorisations).toBe(3);
  inbox.publish(inbox.model.append());
  await inbox.equal();
});

test('a page that stops reading is cut at a megabyte, and catches up from its cursor when it reads again', async () => {
  const inbox = await realInbox();
  await inbox.equal();
  const server = inbox.server();
  const { syncs } = server.seen;
  const rows = inbox.model.all('inbox').length;

  inbox.line.swallow();
  while (server.closes()[1006] === undefined) {
    server.fill('u1');
    await new Promise((resolve) => setImmediate(resolve));
  }
  // Nobody is there to hear of these.
  for (let at = 0; at < 3; at++) inbox.publish(inbox.model.append());
  inbox.publish(inbox.model.recall('n1'));
  expect(inbox.store.getSnapshot().views.inbox.rows).toHaveLength(rows);

  inbox.line.mend();
  await inbox.equal();
  expect(inbox.store.getSnapshot().views.inbox.rows).toHaveLength(rows + 2);
  expect(server.seen.syncs).toBeGreaterThan(syncs);
  expect(server.seen.authorisations).toBe(2);
  // And it hears again.
  inbox.publish(inbox.model.edit('n2', 'After the cut'));
  await inbox.equal();
});
