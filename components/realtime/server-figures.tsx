'use client';

import type { EmbeddedFigures } from '@/lib/client/figures-poll';
import { number } from '../bell-words';
import { useClock } from '../time/clock';
import { wholeTime } from '../time/time-words';
import { rateNow, rateText } from './chart-points';
import { FigureCell, FigureList } from './figure-list';

/** What the embedded server has open now, and what it had to refuse or cut since it started. */
export function ServerFigures({ figures, startedAt }: { figures: EmbeddedFigures; startedAt: number }) {
  const clock = useClock();
  const { connections, subscriptions, channels, connectionsOpened, messages } = figures;
  const { slowReadersCut, upgradesRefused, subscriptionsRefused } = figures;
  return (
    <div className="space-y-2">
      <FigureList label="The embedded server now" columns={6}>
        <FigureCell
          name="Connections"
          value={number(connections)}
          note={`${number(connectionsOpened)} so far`}
        />
        <FigureCell name="Subscriptions" value={number(subscriptions)} note={onChannels(channels)} />
        <FigureCell name="Messages out" value={rate(messages.out)} note="a second, to clients" />
        <FigureCell name="Messages in" value={rate(messages.in)} note="a second, from clients" />
        <FigureCell
          name="Slow readers"
          value={number(slowReadersCut)}
          note="cut so far"
          trouble={slowReadersCut > 0}
        />
        <FigureCell
          name="Refused"
          value={number(upgradesRefused + subscriptionsRefused)}
          note={`${number(upgradesRefused)} connecting, ${number(subscriptionsRefused)} subscribing`}
        />
      </FigureList>
      <p className="text-xs text-muted">
        The embedded server of this process, counted since{' '}
        {wholeTime(new Date(startedAt).toISOString(), clock)}.
      </p>
    </div>
  );
}

function rate(seconds: readonly number[]): string {
  const now = rateNow(seconds);
  return now === null ? '–' : rateText(now);
}

function onChannels(count: number): string {
  return count === 1 ? 'on 1 channel' : `on ${number(count)} channels`;
}
