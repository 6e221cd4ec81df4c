import type { Cursor } from '@/lib/inbox/stream';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import type { Verdict } from '../channel-authorizer';
import { createConnection } from '../connection';
import type { ChannelState } from '../link';
import { createFakePusher } from './fake-pusher';

/** A connection over a fake pusher-js; its channels are granted unless the test says otherwise. */
export function openConnection() {
  const pusher = createFakePusher();
  const clock = createManualClock();
  let verdict: (channel: string) => Promise<Verdict> = async () => ({ kind: 'granted', auth: 'signed' });
  const connection = createConnection({
    open: pusher.open,
    authorize: (_, channel) => verdict(channel),
    clock: { now: clock.now, after: clock.timers.after },
    random: () => 0.5,
  });

  return {
    connection,
    pusher,
    clock,
    /** Everything due now has happened. */
    turn: () => clock.advance(0),
    verdictIs(next: Verdict['kind'] | ((channel: string) => Promise<Verdict>)): void {
      const fixed: Verdict = next === 'granted' ? { kind: next, auth: 'signed' } : { kind: 'failed' };
      const kind = typeof next === 'string' && next !== 'granted' ? { kind: next } : fixed;
      verdict = typeof next === 'string' ? async () => kind : next;
    },
    listen(channel: string) {
      const states: ChannelState[] = [];
      const events: [string, unknown][] = [];
      const tips: Cursor[] = [];
      const stop = connection.listen(channel, {
        onState: (state) => states.push(state),
        onEvent: (name, data) => events.push([name, data]),
        onTip: (tip) => tips.push(tip),
      });
      return { states, events, tips, stop };
    },
    /** The line is there and the channels are confirmed. */
    async up(...channels: string[]): Promise<void> {
      await clock.advance(0);
      pusher.connected();
      await clock.advance(0);
      for (const channel of channels) pusher.confirms(channel);
      await clock.advance(0);
    },
  };
}
