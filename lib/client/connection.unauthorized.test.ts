import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createAuthorizer } from './channel-authorizer';
import { createConnection } from './connection';
import type { ChannelState } from './link';
import { createRequest } from './request';
import { createPusherLine } from './testing/pusher-line';

const MINE = 'private-user-ana';
const FAILING_MS = 20_000;
const granted = () => new Response(JSON.stringify({ auth: 'key:signature' }));

/** Numbers that look random and are the same each time. */
function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** A connection that stands, and an endpoint that answers as the test says. */
async function connected(seed: number) {
  const clock = createManualClock();
  const timed = { now: clock.now, after: clock.timers.after };
  const pusher = createPusherLine(timed, { connectMs: 30, loads: () => true });
  const endpoint = { asked: 0, answer: (): Response | null => granted() };
  function fetch(_path: string, { signal }: RequestInit): Promise<Response> {
    endpoint.asked += 1;
    const answer = endpoint.answer();
    if (answer) return Promise.resolve(answer);
    return new Promise((_answered, fail) =>
      signal?.addEventListener('abort', () => fail(new Error('aborted'))),
    );
  }
  const request = createRequest({ clock: timed, fetch });
  const connection = createConnection({
    open: pusher.open,
    authorize: createAuthorizer(request),
    clock: timed,
    random: draws(seed),
  });
  const states: ChannelState[] = [];
  connection.listen(MINE, { onState: (state) => states.push(state), onEvent: () => {} });
  await clock.advance(100);
  expect(states.at(-1)).toBe('subscribed');
  return { clock, pusher, endpoint, states };
}

test.each<[string, () => Response | null]>([
  ['500', () => new Response('<h1>Internal error</h1>', { status: 500 })],
  ['429', () => new Response('{}', { status: 429 })],
  ['502 of a gateway', () => new Response('Bad gateway', { status: 502 })],
  ['200 with a page instead of JSON', () => new Response('<!doctype html>')],
  ['200 with other JSON', () => new Response('{"ok":true}')],
  ['nothing', () => null],
])(
  'authorisation that answers %s for twenty seconds after a reconnect is asked again until it is granted',
  async (_, answer) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { clock, pusher, endpoint, states } = await connected(seed);
      endpoint.answer = answer;
      endpoint.asked = 0;
      pusher.breakLine();
      await clock.advance(FAILING_MS);
      expect(endpoint.asked).toBeGreaterThan(1);
      // Not a storm either: each of a thousand clients asks so often.
      expect(endpoint.asked).toBeLessThan(30);
      expect(states.at(-1)).toBe('down');

      endpoint.answer = granted;
      // The longest wait, and an attempt.
      await clock.advance(31_000);
      expect(states.at(-1)).toBe('subscribed');
    }
  },
);
