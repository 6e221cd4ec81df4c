import type { InboxEvent } from '@/lib/inbox/stream';
import { createModelInbox, type ModelInbox } from '@/lib/inbox/testing/model-inbox';
import { INBOX_CHANGED, userChannel } from '@/lib/realtime/channels';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { createManualClock, type ManualClock } from '@/lib/realtime/testing/manual-clock';
import { createInboxStore } from '../inbox-store';
import type { KeptActs } from '../kept-acts';
import { createTabMirror } from '../tab-mirror';
import type { TakeTurn } from '../tab-turn';
import { createFakeLink } from './fake-link';
import { createFakeServer, type FakeServer } from './fake-server';
import { createFakeSignals } from './fake-signals';
import { createFakeStream } from './fake-stream';
import type { FakeTabs } from './fake-tabs';

export const EMBEDDED: RealtimeSettings = {
  key: 'a-key',
  embedded: true,
  host: null,
  port: null,
  cluster: null,
  secure: null,
};
const VIEWER = 'u1';

/** A model with so many rows; they are `n1` (the oldest), `n2`, … */
export function modelOf(count: number, limits?: Parameters<typeof createModelInbox>[0]): ModelInbox {
  const model = createModelInbox(limits);
  model.append(count);
  return model;
}

/** A store with everything around it played by the test. Its random draws are always in the middle. */
export function openInbox({
  model = modelOf(3),
  realtime = EMBEDDED,
  random = () => 0.5,
  viewerId = VIEWER,
  tabs,
  server = createFakeServer(model),
  clock = createManualClock(),
  kept,
  turn,
}: {
  model?: ModelInbox;
  realtime?: RealtimeSettings;
  random?: () => number;
  viewerId?: string;
  /** The browser in which it is one tab of several; without one it is alone. */
  tabs?: FakeTabs;
  /** Of `model`: another page asks the same one. */
  server?: FakeServer;
  clock?: ManualClock;
  /** What this browser keeps; without it an act ends with its page. */
  kept?: KeptActs;
  turn?: TakeTurn;
} = {}) {
  const link = createFakeLink();
  const stream = createFakeStream();
  const page = createFakeSignals();
  const store = createInboxStore(
    { viewerId, realtime, inbox: model.feed('inbox', null) },
    {
      request: server.request,
      connect: link.connect,
      openStream: stream.openStream,
      clock: { now: clock.now, after: clock.timers.after },
      random,
      signals: page.signals,
      mirror: tabs && createTabMirror({ viewerId, channel: tabs.open }),
      kept,
      turn,
    },
  );
  const now = () => store.getSnapshot();

  return {
    store,
    model,
    server,
    link,
    stream,
    page,
    clock,
    now,
    do: store.actions,
    /** Everything that needs no time has happened. */
    settled: () => clock.settle(),
    /** Started, subscribed, synced, and so long ago that another sync may follow at once; answers the stop. */
    async live(): Promise<() => void> {
      const stop = store.start();
      link.becomes('subscribed');
      await clock.settle();
      if (now().status !== 'live') throw new Error(`It is ${now().status} and not live.`);
      await clock.advance(2_000);
      return stop;
    },
    /** The server's event reaches the page. */
    tells: (event: InboxEvent | null): void => link.tells(userChannel(viewerId), INBOX_CHANGED, event),
    ids: (filter: 'inbox' | 'unread' | 'archived' = 'inbox') => now().views[filter].rows.map(({ id }) => id),
    row(id: string) {
      const { views } = now();
      const found = [...views.inbox.rows, ...views.unread.rows, ...views.archived.rows].find(
        (row) => row.id === id,
      );
      if (!found) throw new Error(`${id} is not shown.`);
      return found;
    },
  };
}
