import type { AskedLog } from './load';
import type { SimClient } from './sim-client';
import type { Truth } from './truth';

/** What is wrong with what one client shows; empty when it is the database's. Its view may be loaded only in part. */
export function wrongWith(client: SimClient, truth: Truth): readonly string[] {
  const { status, counts, views } = client.shown();
  const { ids, unreadIds, unread, unseen } = truth.inbox(client.person.id);
  const { rows, more, state } = views.inbox;
  const shown = rows.map(({ id }) => id);
  const wrong: string[] = [];
  const say = (text: string) => wrong.push(`${client.person.email}: ${text}`);
  if (status !== 'live') say(`is ${status}`);
  if (state !== 'ready') say(`its inbox is ${state}`);
  if (new Set(shown).size !== shown.length) say('shows a notification twice');
  const expected = more ? ids.slice(0, shown.length) : ids;
  const at = shown.findIndex((id, place) => id !== expected[place]);
  if (shown.length !== expected.length || at >= 0)
    say(`shows ${shown.length} rows of ${ids.length}, other than the database from row ${at}`);
  const marks = rows.filter(({ id, readAt }) => (readAt === null) !== unreadIds.has(id));
  if (marks.length > 0) say(`${marks.length} rows have another read mark`);
  if (rows.some((row) => row.waiting)) say('an action is on its way');
  if (counts.unread !== unread) say(`the badge says ${counts.unread} and the database ${unread}`);
  if (counts.unseen !== unseen) say(`unseen says ${counts.unseen} and the database ${unseen}`);
  return wrong;
}

/** Acknowledged ⊆ database ⊆ attempted, and nothing twice. */
export function wrongWithStored(
  asked: AskedLog,
  truth: Truth,
  memberIds: readonly string[],
): readonly string[] {
  const wrong: string[] = [];
  const stored = new Map(truth.rows().map((row) => [`${row.title} ${row.userId}`, row]));
  for (const row of stored.values()) {
    if (row.count > 1) wrong.push(`doubled: ${row.title} lies ${row.count} times with ${row.userId}`);
    if (!asked.attempted.get(row.title)?.includes(row.userId)) wrong.push(`never asked for: ${row.title}`);
  }
  for (const [key, ids] of asked.acknowledged) {
    for (const { recipient, id } of ids) {
      const row = stored.get(`${key} ${recipient}`);
      if (row === undefined) wrong.push(`lost: ${key} for ${recipient}`);
      else if (row.id !== id) wrong.push(`${key} was answered with ${id} and is ${row.id}`);
    }
  }
  const perInbox = new Map<string, number>();
  for (const { broadcastId, userId, count } of truth.broadcastRows())
    perInbox.set(`${broadcastId} ${userId}`, count);
  for (const id of asked.sent) {
    if (truth.broadcastState(id) !== 'sent')
      wrong.push(`broadcast ${id} was sent and is ${truth.broadcastState(id)}`);
    for (const member of memberIds) {
      const count = perInbox.get(`${id} ${member}`) ?? 0;
      if (count !== 1) wrong.push(`broadcast ${id} lies ${count} times with ${member}`);
    }
  }
  return wrong;
}
