'use client';

import type { RealtimeFigures } from '@/lib/client/figures-poll';

import { type RealtimeSettings, useRealtimeFigures } from '@/lib/client/use-realtime';
import { BusiestChannels } from './busiest-channels';
import { FiguresState } from './figures-state';
import { LastCloses } from './last-closes';
import { MessagesPanel } from './messages-panel';
import { OtherService } from './other-service';
import { PublishingPanel } from './publishing-panel';
import { RoundTripPanel } from './round-trip-panel';
import { ServerFigures } from './server-figures';

/** How realtime stands, kept up to date by asking; and a test of the way there and back. */
export function RealtimeWatch({
  initial,
  viewerId,
  realtime,
}: {
  initial: RealtimeFigures;
  viewerId: string;
  realtime: RealtimeSettings;
}) {
  const { figures, state } = useRealtimeFigures(initial);
  const { embedded, service, startedAt } = figures;
  // Who may not ask any more is shown nothing that was answered before: it names people.
  if (state === 'over') return <FiguresState state={state} asOf={figures.asOf} />;
  return (
    <div className="space-y-8">
      <FiguresState state={state} asOf={figures.asOf} />
      {embedded === null ? (
        <OtherService service={service} startedAt={startedAt} />
      ) : (
        <ServerFigures figures={embedded} startedAt={startedAt} />
      )}
      <RoundTripPanel viewerId={viewerId} realtime={realtime} service={service} />
      {embedded !== null && <MessagesPanel messages={embedded.messages} />}
      <PublishingPanel figures={figures} />
      {embedded !== null && (
        <>
          <BusiestChannels channels={embedded.busiest} />
          <LastCloses closes={embedded.closes} />
        </>
      )}
    </div>
  );
}
