import { LiveBroadcast } from '@/components/broadcasts/live-broadcast';
import { RecipientsPanel, TotalsOnly } from '@/components/following/recipients-panel';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { findRecaller } from '@/lib/server/broadcasts/follow/find-recaller';
import { getProgress } from '@/lib/server/broadcasts/follow/get-progress';
import { listRecipients, recipientsQuery } from '@/lib/server/broadcasts/follow/list-recipients';
import { showsNames } from '@/lib/server/broadcasts/follow/require-names';
import { parseInput } from '@/lib/server/http/parse-input';
import { realtimeSettings } from '@/lib/server/realtime-settings';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { orNotFound } from '../../../signed-in';
import { audienceNames } from '../audience-names';
import { filledIn } from '../filled-in';

/** What became of a broadcast; whose people are shown is in the address. */
export async function Followed({
  viewer,
  broadcast,
  asked,
}: {
  viewer: Viewer;
  broadcast: Broadcast;
  asked: Record<string, string | string[] | undefined>;
}) {
  const { id, sentAt } = broadcast;
  const progress = await orNotFound(getProgress(viewer, id));
  return (
    <LiveBroadcast
      broadcast={broadcast}
      progress={progress}
      realtime={realtimeSettings()}
      names={await audienceNames(viewer, [broadcast.audience])}
      recalledBy={await findRecaller(viewer, broadcast)}
      showsNames={showsNames()}
    >
      {sentAt === null ? null : showsNames() ? (
        <People viewer={viewer} id={id} asked={asked} />
      ) : (
        <TotalsOnly />
      )}
    </LiveBroadcast>
  );
}

async function People({
  viewer,
  id,
  asked,
}: {
  viewer: Viewer;
  id: string;
  asked: Record<string, string | string[] | undefined>;
}) {
  const listed = await orNotFound(
    (async () => {
      const query = parseInput(recipientsQuery, filledIn(asked, ['state', 'q', 'before']));
      return { query, page: await listRecipients(viewer, id, query) };
    })(),
  );
  return <RecipientsPanel id={id} page={listed.page} asked={listed.query} />;
}
