import type { ModelInbox } from '@/lib/inbox/testing/model-inbox';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Request } from '../request';
import { createFakeDisk, createFakeTurns } from './fake-kept';
import { createFakeServer } from './fake-server';
import { createFakeTabs } from './fake-tabs';
import { modelOf, openInbox } from './open-inbox';

/** One browser with what it keeps, the tabs it shows, and the line to a server, which may be cut. */
export function createFakeBrowser(model: ModelInbox = modelOf(3)) {
  const server = createFakeServer(model);
  const clock = createManualClock();
  const disk = createFakeDisk();
  const turns = createFakeTurns();
  const tabs = createFakeTabs();
  const line = { isCut: false };

  /** A tab with the inbox as the server has it now: opened, or loaded again. */
  async function open(viewerId = 'u1', { keeps = true } = {}) {
    const page = { isGone: false };
    // What a page has asked for is never answered to it once it is gone. Whether the server was asked is another matter.
    const request: Request = async (path, asking) => {
      if (line.isCut) {
        await Promise.resolve();
        const problem = { code: 'unreachable', status: null, detail: '', errors: [], facts: {} } as const;
        return { ok: false, problem };
      }
      const answer = await server.request(path, asking);
      return page.isGone ? new Promise(() => {}) : answer;
    };
    const kept = keeps ? { kept: disk.open(viewerId, clock.now), turn: turns.of(page) } : {};
    const inbox = openInbox({ model, viewerId, tabs, clock, server: { ...server, request }, ...kept });
    const stop = inbox.store.start();
    inbox.link.becomes(line.isCut ? 'down' : 'subscribed');
    await clock.settle();
    return {
      ...inbox,
      /** Closed, reloaded or crashed: with `left` the page is told of it first. */
      goes(how: 'left' | 'crashes' = 'left'): void {
        if (how === 'left') inbox.page.happens('left');
        page.isGone = true;
        stop();
        turns.gone(page);
      },
      /** The line is cut: the browser knows it, or only the connection does. */
      cut(knows: 'knows' | 'guesses' = 'knows'): void {
        line.isCut = true;
        if (knows === 'knows') inbox.page.losesLine();
        inbox.link.becomes('down');
      },
      async mends(): Promise<void> {
        line.isCut = false;
        inbox.page.happens('online');
        inbox.link.becomes('subscribed');
        await clock.advance(2_000);
      },
    };
  }

  return { open, server, model, clock, disk, turns, line };
}

export type FakeBrowser = ReturnType<typeof createFakeBrowser>;
export type FakePage = Awaited<ReturnType<FakeBrowser['open']>>;
