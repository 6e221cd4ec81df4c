'use client';

import type { RealtimeFigures } from '@/lib/client/figures-poll';
import { number } from '../bell-words';
import { useClock } from '../time/clock';
import { clockSeconds } from '../time/time-words';
import { FigureCell, FigureList } from './figure-list';

/** The way out: what the publisher handed over, and what the relay still has to. */
export function PublishingPanel({
  figures,
}: {
  figures: Pick<RealtimeFigures, 'published' | 'relay' | 'eventStreams'>;
}) {
  const clock = useClock();
  const { published, relay, eventStreams } = figures;
  const { lastFailure } = published;
  return (
    <section aria-labelledby="publishing" className="space-y-3">
      <h2 id="publishing" className="text-lg font-semibold">
        Publishing
      </h2>
      <FigureList label="What is published" columns={6}>
        <FigureCell name="Published" value={number(published.published)} note="events taken so far" />
        <FigureCell
          name="Failed"
          value={number(published.failed)}
          note="attempts so far"
          trouble={published.failed > 0}
        />
        <FigureCell name="Waiting" value={number(relay.waiting)} note="inboxes in the relay" />
        <FigureCell
          name="Service"
          value={relay.service === 'up' ? 'Up' : 'Down'}
          note={relay.service === 'up' ? 'breaker closed' : 'breaker open, tried again'}
          trouble={relay.service === 'down'}
        />
        <FigureCell
          name="Database"
          value={relay.store === 'up' ? 'Up' : 'Down'}
          note={relay.store === 'up' ? 'breaker closed' : 'breaker open, tried again'}
          trouble={relay.store === 'down'}
        />
        <FigureCell name="Event streams" value={number(eventStreams)} note="open without a socket" />
      </FigureList>
      {lastFailure !== null && (
        <p className="text-sm text-muted wrap-anywhere">
          Last failure at{' '}
          <time dateTime={new Date(lastFailure.at).toISOString()}>{clockSeconds(lastFailure.at, clock)}</time>
          : {lastFailure.reason}
        </p>
      )}
      {relay.service === 'down' && (
        <p className="text-sm text-warning">
          Screens are late, and none is wrong: each window asks for what it missed. Nothing is lost meanwhile.
        </p>
      )}
    </section>
  );
}
