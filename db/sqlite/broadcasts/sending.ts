import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { AudienceCount, Broadcasts } from '@/db/store-broadcasts';
import { AppError } from '@/lib/errors';
import { faultPoint } from '@/lib/fault-kit/point';
import type { Audience } from '@/lib/inbox/audience';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import type { BroadcastActs } from './acts';
import { type BroadcastRow, toBroadcast } from './broadcast-row';
import type { CountFigures } from './figures';
import { type FrozenPeople, needToFit } from './frozen-people';
import type { Going } from './going';
import { type BroadcastRows, needVersion } from './rows';
import { senderRights } from './sender-rights';
import type { SendingLimit } from './sending-limit';
import type { Targets } from './targets';

type Parts = {
  rows: BroadcastRows;
  figures: CountFigures;
  targets: Targets;
  frozen: FrozenPeople;
  go: Going;
  limit: SendingLimit;
  acts: BroadcastActs;
  answers: KeptAnswers;
};
const NOTHING: { audience: Audience; version: number } = {
  audience: { kind: 'people', people: [] },
  version: 0,
};

type Given = Parameters<Broadcasts['sendBroadcast']>[1];
/** Who belongs, as far as it is asked: their number, or their ids. */
type Belonging = Readonly<{ size: () => number } | { people: () => readonly string[] }>;

/** Confirming: what was shown is compared with what is, in one transaction, and the draft goes out or waits. */
export function sending(
  connection: Connection,
  { rows, figures, targets, frozen, go, limit, acts, answers }: Parts,
): Pick<Broadcasts, 'sendBroadcast' | 'recentSendings'> {
  const { snapshot } = connection;
  const rights = senderRights(connection);
  return {
    async sendBroadcast(id, given) {
      const { dueAt } = given;
      // Of nobody when there is no such broadcast: the transaction says so.
      const { audience, version } = snapshot(() => rows.find(id)) ?? NOTHING;
      const confirmOnce = (belonging: Belonging) =>
        answers.once(given.once, given.now, () => confirm(id, given, { ...belonging, version }));
      // Sent at once, the people of this moment are the people of the sending.
      const sent =
        given.frozen && dueAt !== null
          ? await targets.withPeople(audience, (people) => confirmOnce({ people }))
          : await targets.withSize({ id, audience, frozen: false }, knownBy(given), (size) =>
              confirmOnce({ size }),
            );
      faultPoint(dueAt === null ? 'release-committed' : 'hold-committed');
      return sent;
    },

    recentSendings: async (userId, since) => snapshot(() => limit.recent(userId, since)),
  };

  function confirm(
    id: string,
    given: Given,
    belonging: Belonging & { version: number },
  ): BroadcastWithFigures {
    const { version, count, dueAt, as, timeZone = null, sentBy = null, by, now } = given;
    const draft = rows.getIn(['draft'], id);
    rights.need(sentBy);
    limit.keepWithin(given.limits, { userId: sentBy, act: 'send', now });
    // Itself it is a draft and waits for nothing yet.
    limit.keepApart(given.limits, { userId: sentBy, at: dueAt ?? now, now });
    // Before the count, which is of the audience that this version has.
    for (const seen of [version, belonging.version]) needVersion(draft, seen, 'This draft has changed.');
    const people = 'people' in belonging ? belonging.people() : null;
    if (people) needToFit(people);
    const targeted = 'size' in belonging ? belonging.size() : belonging.people().length;
    if (count !== targeted) throw changedNumber(targeted);
    const confirmed = { sentBy, confirmedAt: now, timeZone, frozen: people !== null };
    const row = rows.change(draft, confirmed);
    if (people) frozen.keep(id, people);
    const sent = dueAt === null ? go(row, { targeted, now }) : wait(row, { dueAt, as: as ?? 'scheduled' });
    acts.record(by, `broadcast.${sent.state === 'scheduled' ? 'schedule' : 'send'}`, {
      before: draft,
      after: sent,
      now,
    });
    faultPoint(dueAt === null ? 'release-written' : 'hold-written');
    const counted = figures(id);
    if (!counted) throw new Error('A broadcast vanished while it was sent.');
    return { ...toBroadcast(sent), figures: counted };
  }

  function wait(row: BroadcastRow, { dueAt, as }: { dueAt: number; as: 'held' | 'scheduled' }): BroadcastRow {
    return rows.change(row, { state: as, dueAt, scheduledFor: dueAt });
  }
}

function knownBy({ count, memberships }: Given): AudienceCount | null {
  return memberships === undefined ? null : { count, memberships };
}

function changedNumber(count: number): AppError {
  return new AppError('conflict', 'The number of people has changed.', { facts: { count } });
}
