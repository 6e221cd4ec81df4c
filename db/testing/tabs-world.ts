import { expect } from 'vitest';
import { content } from '@/db/contract/given';
import { FILTERS, type Filter, type Notification } from '@/lib/inbox/notification';
import type { InboxEvent } from '@/lib/inbox/stream';
import { type MovableDatabase, SENDER } from './movable-database';
import type { Given } from './parcels';
import { type Fate, Tab } from './tab';
import type { Command } from './tabs-command';

const TABS = 3;
/** Everything that is kept for a time only has had its time by then. */
const LATER_MS = 366 * 24 * 60 * 60 * 1000;
const EVERYONE = { kind: 'everyone' } as const;

/** One person with three tabs, the database behind them, and a network that loses, doubles, delays and mixes up. */
export class TabsWorld {
  private readonly tabs: Tab[] = [];
  private readonly copies: (() => Promise<void>)[] = [];
  private readonly broadcasts: string[] = [];

  private constructor(private readonly given: Given) {}

  static async make(database: MovableDatabase, personId: string, tally: (what: string) => void) {
    let made = 0;
    const now = () => 1_000 + ++made;
    const given = { database, personId, tally, now, newName: () => `${personId}-${++made}` };
    const world = new TabsWorld(given);
    await world.create(4);
    for (let n = 0; n < TABS; n += 1) world.tabs.push(await Tab.open(given));
    return world;
  }

  async take(command: Command): Promise<void> {
    const { given } = this;
    given.tally('commands');
    switch (command.do) {
      case 'create':
        given.tally('created');
        return this.create(command.count);
      case 'broadcast':
        return this.send();
      case 'edit':
      case 'recall':
        return this.revise(command);
      case 'mark':
        return this.tab(command.tab).act({ kind: 'mark', pick: command.nth, as: command.as });
      case 'read all':
        return this.tab(command.tab).act({ kind: 'readAll', filter: command.filter });
      case 'undo':
        return this.tab(command.tab).act({ kind: 'undo' });
      case 'page':
        return this.tab(command.tab).askPage(command.filter);
      case 'sync':
        return this.tab(command.tab).askSync();
      case 'publish':
        return this.publish(command.fates);
      case 'restart':
        given.tally('restarts');
        return given.database.restart();
      case 'crash':
        given.tally('crashes');
        for (const tab of this.tabs) tab.crash();
        return given.database.restart();
      case 'purge':
        given.tally('purges');
        await given.database.store().purge({ now: given.now() + LATER_MS, limit: 1_000 });
        return;
      case 'copy':
        this.copies.push(given.database.copy());
        return;
      case 'put back': {
        const putBack = this.copies[command.nth % Math.max(1, this.copies.length)];
        if (!putBack) return;
        given.tally('restores');
        return putBack();
      }
      case 'move':
        return this.tab(command.tab).move(command.nth, fateOf(command.fate));
    }
  }

  /** The network heals and the slow timer of each tab has run: then the screen is the database, in every tab. */
  async settle(): Promise<void> {
    for (const tab of this.tabs) await drain(tab);
    const { personId, database } = this.given;
    const { cursor, counts } = await database.store().counts(personId, this.given.now());
    const views = await Promise.all(FILTERS.map((filter) => this.read(filter)));
    for (const tab of this.tabs) {
      tab.askSync();
      await drain(tab);
      for (let pages = 0; tab.deepen(); pages += 1) {
        if (pages > 200) throw new Error('The views have no ground.');
        await drain(tab);
      }
      same({ cursor, behind: false, acts: 0 }, tab.atRest());
      same(counts, tab.counts());
      for (const [n, filter] of FILTERS.entries()) same(views[n], tab.shown(filter));
    }
    const [inbox = [], unread = []] = views;
    expect(unread).toEqual(inbox.filter(({ readAt }) => readAt === null));
    expect(counts).toEqual({
      unread: unread.length,
      unseen: inbox.filter(({ seenAt }) => seenAt === null).length,
    });
  }

  private async create(count: number): Promise<void> {
    const { database, personId, newName, now } = this.given;
    const recipients = Array.from({ length: count }, () => ({ userId: personId, id: newName() }));
    await database.store().append({ recipients, content: content('created'), now: now() });
  }

  private async send(): Promise<void> {
    const { database, newName, now, tally } = this.given;
    tally('broadcasts');
    const id = newName();
    const store = database.store();
    const draft = { id, createdBy: SENDER, content: content(id), audience: EVERYONE, now: now() };
    await store.createBroadcast(draft);
    const { count } = await store.countAudience(EVERYONE);
    await store.sendBroadcast(id, { version: 1, count, dueAt: null, as: null, now: now() });
    this.broadcasts.push(id);
  }

  private async revise(command: Extract<Command, { do: 'edit' | 'recall' }>): Promise<void> {
    const { database, now, tally } = this.given;
    const store = database.store();
    const id = this.broadcasts[command.nth % Math.max(1, this.broadcasts.length)];
    const found = id === undefined ? null : await store.findBroadcast(id);
    // Recalled before, or of a history that is gone.
    if (id === undefined || found?.state !== 'sent') return;
    tally(`${command.do}s`);
    if (command.do === 'recall') await store.recallBroadcast(id, { now: now() });
    else {
      const edit = { content: { title: `at ${now()}` }, notifyAgain: 'again' in command && command.again };
      await store.editBroadcast(id, { ...edit, now: now() });
    }
  }

  /** As the relay does. What is dropped is gone: a later event covers what came after it, or a sync brings it. */
  private async publish(fates: readonly number[]): Promise<void> {
    const { database, personId, now, tally } = this.given;
    const store = database.store();
    await store.replay([personId], now());
    const event = await store.pendingEvent(personId);
    if (event === null) return;
    for (const [n, tab] of this.tabs.entries()) deliver(tab, event, fates[n] ?? 0, tally);
    // One in ten dies between publishing and remembering it: it is published again.
    if ((fates[0] ?? 0) % 10 !== 0) await store.markPublished([{ userId: personId, seq: event.seq }]);
  }

  private async read(filter: Filter): Promise<readonly Notification[]> {
    const { database, personId, now } = this.given;
    const items: Notification[] = [];
    for (let before: number | null = null, more = true; more; ) {
      const page = await database.store().feed(personId, { filter, before, limit: 100, now: now() });
      items.push(...page.items);
      before = Number(page.next);
      more = page.next !== null;
    }
    return items;
  }

  private tab(n: number): Tab {
    const tab = this.tabs[n % TABS];
    if (!tab) throw new Error('There is no such tab.');
    return tab;
  }
}

function deliver(tab: Tab, event: InboxEvent, fate: number, tally: (what: string) => void): void {
  tally(fate < 20 ? 'events dropped' : fate < 30 ? 'events doubled' : 'events');
  if (fate >= 20) tab.tell(event);
  if (fate >= 20 && fate < 30) tab.tell(event);
}

function fateOf(percent: number): Fate {
  if (percent < 5) return 'lost there';
  return percent < 10 ? 'lost back' : 'well';
}

/** Thousands of times: the comparison that can say what differs is only made when something does. */
function same(is: unknown, shown: unknown): void {
  if (JSON.stringify(is) !== JSON.stringify(shown)) expect(shown).toEqual(is);
}

async function drain(tab: Tab): Promise<void> {
  for (let moves = 0; tab.waiting() > 0; moves += 1) {
    if (moves > 2_000) throw new Error('It does not come to rest.');
    await tab.move(0, 'well');
  }
}
