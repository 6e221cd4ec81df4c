import { expect, test } from 'vitest';
import { seededRandom } from '@/lib/fault-kit';
import { parseCursor } from '@/lib/inbox/stream';
import { userChannel } from '@/lib/realtime/channels';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Request } from './request';
import { createFakeServer } from './testing/fake-server';
import { modelOf, openInbox } from './testing/open-inbox';

const PHASE_MS = 1_000;
const FLAPS = 30;
const SEEDS = 20;

test('on a line that comes and goes each second the whole inbox asks at most once in two seconds, and is right after it', {
  timeout: 60_000,
}, async () => {
  let all = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const begun = await flapping(seed);
    const gaps = begun.slice(1).map((at, n) => at - (begun[n] ?? 0));
    expect(Math.min(...gaps), `seed ${seed}`).toBeGreaterThanOrEqual(2_000);
    all += begun.length;
  }
  // It does ask: about as often as it may.
  expect(all / SEEDS).toBeGreaterThan(18);
});

/** A minute of it, with arrivals, lost events, tips and acts; answers when each sync was asked for. */
async function flapping(seed: number): Promise<readonly number[]> {
  const random = seededRandom(seed);
  const clock = createManualClock();
  const model = modelOf(10);
  const server = createFakeServer(model);
  const begun: number[] = [];
  const request: Request = (path, asking) => {
    if (path.startsWith('/api/inbox/sync')) begun.push(clock.now());
    return server.request(path, asking);
  };
  const inbox = openInbox({ model, clock, random, server: { ...server, request } });
  await inbox.live();

  function goes(): void {
    if (random() < 0.5) server.refuses('/', null);
    else server.holds('/');
    inbox.page.losesLine();
    inbox.page.happens('offline');
    inbox.link.becomes('down');
  }
  function comes(): void {
    server.accepts('/');
    // What hung goes through after all, or is lost with the line that it was on.
    while (random() < 0.5 && server.waiting('/') > 0) server.answers('/', null);
    server.releases('/');
    const told = [() => inbox.page.happens('online'), () => inbox.link.becomes('subscribed')];
    for (const tell of random() < 0.5 ? told : told.reverse()) tell();
  }
  function act(): void {
    const id = inbox.ids()[Math.floor(random() * 5)];
    const deed = (['read', 'unread', 'archive', 'restore'] as const)[Math.floor(random() * 4)];
    if (random() < 0.2) inbox.do.undo();
    else if (id && deed) inbox.do[deed](id);
  }
  function hear(): void {
    const event = random() < 0.4 ? model.append() : null;
    // Half of what is told is lost, and the tip that follows says so.
    if (event && random() < 0.5) inbox.tells(event);
    const tip = parseCursor(model.feed('inbox', null).cursor);
    if (tip && random() < 0.6) inbox.link.tips(userChannel('u1'), tip);
  }

  for (let flap = 0; flap < FLAPS; flap += 1) {
    const half = PHASE_MS * random();
    goes();
    if (random() < 0.5) act();
    await clock.advance(PHASE_MS);
    comes();
    if (random() < 0.5) hear();
    await clock.advance(half);
    if (random() < 0.5) act();
    // Before its first return the line is one that stands.
    if (flap > 0) hear();
    await clock.advance(PHASE_MS - half);
  }
  const asked = [...begun];
  await clock.advance(30_000);
  const { items, counts } = model.feed('inbox', null);
  expect(inbox.ids(), `seed ${seed}`).toEqual(items.map(({ id }) => id));
  expect(inbox.now(), `seed ${seed}`).toMatchObject({ status: 'live', counts });
  return asked;
}
