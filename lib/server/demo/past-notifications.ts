import 'server-only';
import type { Caller } from '../caller';
import { parseInput } from '../http/parse-input';
import { markNotification } from '../inbox/mark-notification';
import { viewNotifications } from '../inbox/view-notifications';
import { notify, notifyInput } from '../notify';
import type { Viewer } from '../sessions/session-viewer';
import type { Moment } from './timeline';
import { workingTimes } from './working-times';

const MINUTE_MS = 60 * 1000;
/** The team's other tools: links into Belfry itself would lead to pages it does not have (RFC 2606). */
const ELSEWHERE = 'https://example.com';
/** The newest of a person's, which nobody has looked at yet; and those before, which were mostly only seen. */
const UNSEEN = 3;
const RECENT = 12;

/** A person's week: each message arrives, and most of the older ones are seen, read, some put away. */
export function pastNotifications(
  sender: Caller,
  person: { viewer: Viewer; messages: string; number: number; now: number },
): Moment[] {
  const lines = person.messages.trim().split('\n');
  const times = workingTimes(person.now, lines.length, person.number);
  return lines.flatMap((line, index) => {
    const at = times[index] ?? person.now;
    let id = '';
    const arrives: Moment = {
      at,
      happens: async () => {
        const answer = await notify(sender, toInput(line, person.viewer.email));
        id = answer.ids[0]?.id ?? '';
      },
    };
    return [arrives, ...fateOf({ index, at, left: lines.length - index, person, id: () => id })];
  });
}

/** What a person did about their message, by its age and its number: the same at every start. */
function fateOf(message: {
  index: number;
  at: number;
  left: number;
  person: { viewer: Viewer; now: number };
  id: () => string;
}): Moment[] {
  const { index, left, person, id } = message;
  if (left <= UNSEEN) return [];
  const after = (minutes: number, happens: () => Promise<unknown>): Moment => ({
    at: Math.min(message.at + minutes * MINUTE_MS, person.now - MINUTE_MS),
    happens,
  });
  const mark = (as: 'read' | 'archived') => () => markNotification(person.viewer, { id: id(), as });
  const seen = after(3 + (index % 7), () => viewNotifications(person.viewer, { ids: [id()] }));
  const read = after(12 + (index % 5) * 6, mark('read'));
  const archived = after(75 + index, mark('archived'));
  if (left <= RECENT) return index % 3 === 0 ? [seen, read] : [seen];
  if (index % 5 === 4) return [seen];
  return index % 3 === 0 ? [seen, read, archived] : [seen, read];
}

/** Through the schema of the API, so that the demo cannot hold what the API would refuse. */
function toInput(line: string, email: string) {
  const [category, severity, title, body, url] = line.split('|').map((field) => field.trim());
  const link = url ? `${ELSEWHERE}${url}` : null;
  return parseInput(notifyInput, { recipients: [email], category, severity, title, body, url: link });
}
