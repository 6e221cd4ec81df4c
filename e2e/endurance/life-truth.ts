import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Life, ToldFigures } from './life-load';

type Stored = {
  id: string;
  state: string;
  title: string;
  stopped: number | null;
  sendings: number;
  targeted: number | null;
  skips: number;
  unreached: number;
  toGroup: number;
};
type Lying = { userId: string; shown: number; removed: number; title: string };

export type LifeTruth = Readonly<{
  /** Broadcasts that are still to go out, or to expire within the next seconds. */
  unfinished(now: number): number;
  /** What is wrong with what became of these broadcasts in these people's inboxes; empty when each has it once or not at all. */
  wrongWith(lives: readonly Life[], people: LifePeople): readonly string[];
  /** Which figures are not what the rows say, of those that were told while nothing else happened. */
  wrongFigures(told: ReadonlyMap<string, ToldFigures>): readonly string[];
  close(): void;
}>;

/** Members, and those of them who came and went meanwhile: they have it once at most. */
export type LifePeople = Readonly<{ memberIds: readonly string[]; restlessIds: readonly string[] }>;

const NEAR_MS = 10_000;
/** States that nobody may ever have been given it in. */
const NEVER_OUT = new Set(['draft', 'cancelled', 'paused', 'held', 'scheduled']);

/** Reads beside the server, with words of our own and not the store's. */
export function openLifeTruth(folder: string): LifeTruth {
  const client = new Database(join(folder, 'belfry.db'), { readonly: true });
  const unfinished = client.prepare(
    `SELECT count(*) AS n FROM broadcasts
     WHERE state IN ('held', 'scheduled') OR (state = 'sent' AND expires_at < ?)`,
  );
  const broadcast = client.prepare(
    `SELECT id, state, title, stopped_at AS stopped,
       (SELECT count(*) FROM broadcast_log WHERE broadcast_id = broadcasts.id AND kind = 'sent') AS sendings,
       targeted, json_extract(audience, '$.kind') = 'groups' AS toGroup,
       (SELECT count(*) FROM broadcast_skips WHERE broadcast_id = broadcasts.id) AS skips,
       (SELECT count(*) FROM streams WHERE broadcast_cursor < broadcasts.sent_entry) AS unreached
     FROM broadcasts WHERE id = ?`,
  );
  const lying = client.prepare(
    `SELECT user_id AS userId, count(*) FILTER (WHERE removed_at IS NULL) AS shown,
       count(*) FILTER (WHERE removed_at IS NOT NULL) AS removed, max(title) AS title
     FROM notifications WHERE broadcast_id = ? GROUP BY user_id`,
  );

  function wrongWithOne(life: Life, { memberIds, restlessIds }: LifePeople): readonly string[] {
    if (life.id === null) return [];
    const name = life.titles[0];
    // The casts: the columns named above.
    const stored = broadcast.get(life.id) as Stored | undefined;
    if (stored === undefined) return [`${name} was made and is not there`];
    const rows = new Map((lying.all(life.id) as Lying[]).map((row) => [row.userId, row]));
    const wrong: string[] = [];
    const say = (text: string) => wrong.push(`${name} (${stored.state}): ${text}`);
    if (stored.sendings > 1) say(`went out ${stored.sendings} times`);
    if (life.done.has('cancel') && stored.state !== 'cancelled') say('its cancelling was acknowledged');
    if (life.done.has('recall') && stored.state !== 'recalled') say('its recall was acknowledged');
    if (life.done.has('sending') && stored.state === 'draft') say('its sending was acknowledged');
    const mayBe = stored.state === 'draft' || stored.state === 'cancelled';
    if (life.done.has('refused') && !mayBe) say('its sending was refused');
    if (!life.titles.includes(stored.title)) say(`is called "${stored.title}"`);
    for (const member of memberIds) {
      const { shown = 0, removed = 0, title = '' } = rows.get(member) ?? {};
      const isOut = stored.state === 'sent';
      if (shown + removed > 1) say(`lies ${shown + removed} times with ${member}`);
      if (NEVER_OUT.has(stored.state) && shown + removed > 0) say(`reached ${member}`);
      if (!isOut && shown > 0) say(`is still shown to ${member}`);
      const isOwed = isOut && stored.stopped === null && !restlessIds.includes(member);
      if (isOwed && shown !== 1) say(`did not reach ${member}`);
      if (shown === 1 && title !== stored.title) say(`says "${title}" to ${member}`);
    }
    return wrong;
  }

  /** Counted from the rows: pending are those whose inbox the log has not reached, who are none of the group's. */
  function wrongFigure(id: string, told: ToldFigures): readonly string[] {
    const stored = broadcast.get(id) as Stored | undefined;
    if (stored === undefined) return [`${id} was told of and is not there`];
    const delivered = (lying.all(id) as Lying[]).reduce((sum, row) => sum + row.shown + row.removed, 0);
    const targeted = stored.targeted ?? 0;
    const isOpen = stored.state === 'sent' && stored.stopped === null;
    const pending = isOpen && stored.toGroup === 0 ? stored.unreached : 0;
    const skipped = isOpen || targeted === 0 ? stored.skips : targeted - delivered;
    const counted = { targeted, delivered, pending, skipped };
    const names = ['targeted', 'delivered', 'pending', 'skipped'] as const;
    if (names.every((name) => told[name] === counted[name])) return [];
    return [`${id} (${stored.state}): told ${JSON.stringify(told)}, counted ${JSON.stringify(counted)}`];
  }

  return {
    wrongFigures: (told) =>
      client.transaction(() => [...told].flatMap(([id, figures]) => wrongFigure(id, figures)))(),
    unfinished: (now) => (unfinished.get(now + NEAR_MS) as { n: number }).n,
    wrongWith: (lives, people) =>
      client.transaction(() => lives.flatMap((life) => wrongWithOne(life, people)))(),
    close: () => void client.close(),
  };
}
