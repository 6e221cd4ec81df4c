import { sql } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import type { Replay } from '@/db/sqlite/replay';
import { notifications } from '@/db/sqlite/schema';
import type { Inboxes } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { Streams } from './streams';

/** A list of named people is ordinary rows in one transaction up to this length (sync.md). */
export const RECIPIENTS_MAX = 1_000;

type Parts = { streams: Streams; replay: Replay; answers: KeptAnswers; audit: AuditWriting };

/** Notifies named people: their inboxes are replayed first, so that what was sent before stands below. */
export function append(
  connection: Connection,
  { streams, replay, answers, audit }: Parts,
): Pick<Inboxes, 'append'> {
  const insert = connection.database
    .insert(notifications)
    .values({
      id: sql.placeholder('id'),
      userId: sql.placeholder('userId'),
      seq: sql.placeholder('seq'),
      sortSeq: sql.placeholder('seq'),
      title: sql.placeholder('title'),
      body: sql.placeholder('body'),
      url: sql.placeholder('url'),
      category: sql.placeholder('category'),
      severity: sql.placeholder('severity'),
      linkLabel: sql.placeholder('linkLabel'),
      format: sql.placeholder('format'),
      isTest: sql.placeholder('isTest'),
      deliveredAt: sql.placeholder('now'),
      createdAt: sql.placeholder('now'),
    })
    .prepare();

  return {
    async append({ recipients, content, testOf, by, once, now }) {
      if (recipients.length > RECIPIENTS_MAX) {
        throw new AppError('invalid', `At most ${RECIPIENTS_MAX} recipients at once.`);
      }
      const { linkLabel = null, format = 'plain' } = content;
      const written = { ...content, linkLabel, format, isTest: testOf ? 1 : 0 };
      const replaying = { userIds: recipients.map((recipient) => recipient.userId), now };
      await replay.approach(replaying);
      return connection.immediate(() =>
        answers.once(once, now, () => {
          replay.finish(replaying);
          for (const [place, { userId, id }] of recipients.entries()) {
            const before = streams.advance(userId, 1, now);
            if (before === null) throw unknownRecipient(place);
            insert.run({ ...written, id, userId, seq: before + 1, now });
          }
          if (testOf) {
            const { id, title, version, by } = testOf;
            const object = { kind: 'broadcast', id, name: title } as const;
            audit.write(by, { action: 'broadcast.test', object, before: null, after: { version }, now });
          }
          const [first] = recipients;
          if (first) {
            const object = { kind: 'notification', id: first.id, name: content.title } as const;
            // The people of a list are in it by their ids.
            const after = { ...content, linkLabel, format, recipients: replaying.userIds };
            audit.write(by, { action: 'notification.send', object, before: null, after, now });
          }
          return {
            ids: recipients.map(({ userId, id, calledAs = userId }) => ({ recipient: calledAs, id })),
          };
        }),
      );
    },
  };
}

function unknownRecipient(place: number): AppError {
  const message = 'There is no such person.';
  return new AppError('not_found', message, { errors: [{ path: `recipients.${place}`, message }] });
}
