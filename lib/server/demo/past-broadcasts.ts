import 'server-only';
import { checkAudience } from '../broadcasts/check-audience';
import { createBroadcast } from '../broadcasts/create-broadcast';
import { sendBroadcast } from '../broadcasts/send-broadcast';
import { updateBroadcast } from '../broadcasts/update-broadcast';
import { getFeed } from '../inbox/get-feed';
import { markNotification } from '../inbox/mark-notification';
import { viewNotifications } from '../inbox/view-notifications';
import type { Viewer } from '../sessions/session-viewer';
import { DEMO_BROADCASTS, type DemoBroadcast } from './broadcasts';
import type { Moment } from './timeline';
import { workingTime } from './working-times';

const MINUTE_MS = 60 * 1000;

/** The broadcasts of the demo's past: written, confirmed, sent, one corrected; seen and read by some. */
export function pastBroadcasts(sender: Viewer, people: readonly Viewer[], now: number): Moment[] {
  return DEMO_BROADCASTS.flatMap((broadcast) => {
    const at = workingTime(now, broadcast.share);
    let id = '';
    const send = async () => {
      id = (await createBroadcast(sender, { ...broadcast.content, audience: broadcast.audience })).id;
      const { token } = await checkAudience(sender, id);
      // The past has no time for second thoughts.
      await sendBroadcast(sender, id, { token, holdSeconds: 0 });
    };
    return [
      { at, happens: send },
      ...corrections(sender, broadcast, { at, id: () => id }),
      ...people.flatMap((person, index) =>
        reactions(person, broadcast, { at: at + (9 + index * 14) * MINUTE_MS, id: () => id }),
      ),
    ];
  });
}

function corrections(
  sender: Viewer,
  broadcast: DemoBroadcast,
  sent: { at: number; id: () => string },
): Moment[] {
  const { correction } = broadcast;
  if (!correction) return [];
  const happens = () => updateBroadcast(sender, sent.id(), correction);
  return [{ at: sent.at + 55 * MINUTE_MS, happens }];
}

function reactions(
  person: Viewer,
  broadcast: DemoBroadcast,
  when: { at: number; id: () => string },
): Moment[] {
  const reads = broadcast.readBy.includes(person.email);
  if (!reads && !broadcast.seenBy.includes(person.email)) return [];
  const happens = async () => {
    const { items } = await getFeed(person);
    const row = items.find((item) => item.broadcastId === when.id());
    if (!row) return;
    await viewNotifications(person, { ids: [row.id] });
    if (reads) await markNotification(person, { id: row.id, as: 'read' });
  };
  return [{ at: when.at, happens }];
}
