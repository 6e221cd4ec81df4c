import Database from 'better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { expect, test, vi } from 'vitest';
import { connect } from './connection';
import { assemble } from './open-store';
import { TEST_MIGRATIONS } from './open-test-store';

/** Every statement the store prepares at its start, with its plan. */
function plans(): readonly { sql: string; plan: readonly string[] }[] {
  const client = new Database(':memory:');
  const connection = connect(client);
  migrate(connection.database, { migrationsFolder: TEST_MIGRATIONS });
  const prepared = vi.spyOn(client, 'prepare');
  assemble(connection, { randomId: () => 'x' });
  const statements = [...new Set(prepared.mock.calls.map(([sql]) => sql))];
  prepared.mockRestore();
  const explained = statements.map((sql) => {
    const values = Array.from(sql.matchAll(/\?/g), () => null);
    const steps = client.prepare<null[], { detail: string }>(`explain query plan ${sql}`).all(...values);
    return {
      sql: sql.replaceAll(/"(\w+)"\."(\w+)"/g, '$2').replaceAll('"', ''),
      plan: steps.map((step) => step.detail),
    };
  });
  client.close();
  return explained;
}

const explained = plans();

function planOf(...fragments: readonly string[]): string {
  const found = explained.filter(({ sql }) => fragments.every((fragment) => sql.includes(fragment)));
  expect(
    found.map(({ sql }) => sql),
    fragments.join(' … '),
  ).toHaveLength(1);
  return found[0]?.plan.join('\n') ?? '';
}

const page = ['order by sort_seq desc limit ?'];
const total = ['select count(*) from notifications where (user_id = ?'];

for (const [what, fragments, plan] of [
  [
    'a page of the inbox',
    [...page, 'sort_seq < ? and (archived_at is null'],
    'INDEX notifications_inbox (user_id=? AND sort_seq<?)',
  ],
  [
    'a page of what is unread',
    [...page, 'sort_seq < ? and (read_at is null'],
    'INDEX notifications_unread (user_id=? AND sort_seq<?)',
  ],
  [
    'a page of the archive',
    [...page, 'archived_at is not null'],
    'INDEX notifications_archived (user_id=? AND sort_seq<?)',
  ],
  ['the unread count', [...total, 'read_at is null'], 'INDEX notifications_unread (user_id=?)'],
  ['the unseen count', [...total, 'seen_at is null'], 'INDEX notifications_unseen (user_id=?)'],
  [
    'the changes since a seq',
    ['from notifications', 'order by seq asc limit ?'],
    'INDEX notifications_seq (user_id=? AND seq>?)',
  ],
  ['where a stream stands', ['select user_id, head'], 'INDEX sqlite_autoindex_streams_1 (user_id=?)'],
  [
    'the head of the broadcast log, and whether an inbox is behind it,',
    ['max(entry)', 'log_head'],
    'SEARCH broadcast_log',
  ],
  ['what comes after a place in the log', ['order by entry asc'], 'INTEGER PRIMARY KEY (rowid>?)'],
  [
    'a broadcast’s row in an inbox',
    ['select id, broadcast_entry from notifications'],
    'INDEX notifications_broadcast_user (broadcast_id=? AND user_id=?)',
  ],
  ['the dirty streams', ['order by dirty_since asc'], 'INDEX streams_dirty'],
  [
    'the figures of a broadcast',
    ['count(clicked_at)'],
    'COVERING INDEX notifications_figures (broadcast_id=?)',
  ],
  [
    'what is due',
    ['audience, frozen', 'order by due_at asc'],
    'INDEX broadcasts_due (due_at>? AND due_at<?)',
  ],
  [
    'what is over',
    ['from broadcasts', 'order by expires_at asc'],
    'INDEX broadcasts_expiring (expires_at>? AND expires_at<?)',
  ],
  ['when the next is over', ['min(expires_at)'], 'INDEX broadcasts_expiring'],
  [
    'what a sender confirmed lately',
    ['select confirmed_at'],
    'INDEX broadcasts_sender (sent_by=? AND confirmed_at>?)',
  ],
  [
    'what of a sender waits around one time',
    ['select due_at from broadcasts', 'sent_by'],
    'INDEX broadcasts_due (due_at>? AND due_at<?)',
  ],
  [
    'what an administrator made unread again lately',
    ['select at from audit_log', 'notifyAgain'],
    'INDEX audit_log_at (at>?)',
  ],
  [
    'whether somebody has a category off',
    ['select at from muted_categories'],
    'INDEX sqlite_autoindex_muted_categories_1 (category=? AND user_id=?)',
  ],
  [
    'whether somebody is of a frozen broadcast',
    ['select user_id from broadcast_people'],
    'INDEX sqlite_autoindex_broadcast_people_1 (broadcast_id=? AND user_id=?)',
  ],
  [
    'what deleted groups were called',
    ['select object_id, object_name from audit_log'],
    'INDEX audit_log_object (object_kind=? AND object_id=?)',
  ],
  ['the groups of a person', ['select group_id from group_members'], 'INDEX group_members_user (user_id=?)'],
  ['when the next is due', ['min(due_at)'], 'COVERING INDEX broadcasts_due'],
  [
    'the session of a request',
    ['from sessions inner join users', '(id = ?'],
    'INDEX sqlite_autoindex_sessions_1 (id=?)',
  ],
  [
    'how sessions stand',
    ['from sessions inner join users', 'json_each'],
    'INDEX sqlite_autoindex_sessions_1 (id=?)',
  ],
  [
    'marking one row as read',
    ['read_at = coalesce(read_at, ?), archived_at', 'returning'],
    'INDEX sqlite_autoindex_notifications_1 (id=?)',
  ],
  [
    'following the link of one row',
    ['clicked_at = coalesce(clicked_at, ?)', 'returning'],
    'INDEX sqlite_autoindex_notifications_1 (id=?)',
  ],
  ['what may be undone', ['case when did', 'order by at desc'], 'INDEX operations_user (user_id=? AND at>?)'],
  [
    'the first answer of a request',
    ['select fingerprint, answer'],
    'INDEX sqlite_autoindex_idempotency_keys_1 (principal=? AND key=?)',
  ],
  ['answers too old', ['delete from idempotency_keys'], 'INDEX idempotency_keys_at (at<?)'],
  ['sessions too old', ['delete from sessions'], 'INDEX sessions_expires (expires_at<?)'],
  ['operations too old', ['select id from operations', 'order by at asc'], 'INDEX operations_at (at<?)'],
  [
    'tombstones too old',
    ['delete from notifications'],
    'INDEX notifications_removed (removed_at>? AND removed_at<?)',
  ],
  ['seeing a hundred rows', ['unseen', 'json_each'], 'INDEX sqlite_autoindex_notifications_1 (id=?)'],
] as const) {
  test(`${what} is found by its index`, () => {
    expect(planOf(...fragments)).toContain(plan);
  });
}

test('no statement walks through all notifications, users, sessions, streams or operations', () => {
  const tables = /SCAN (notifications|users|sessions|streams|operations|operation_changes|broadcast_log)\b/;
  const walks = explained.filter(({ plan }) => plan.some((step) => tables.test(step)));
  // The dirty streams are the whole of a partial index; whether there is any user stops at the first.
  expect(walks.map(({ sql }) => sql)).toEqual([
    'select id from users limit ?',
    'select user_id from streams where published_seq < head order by dirty_since asc, user_id asc limit ?',
  ]);
});

test('only bulk acts on what an operation or a request names sort outside an index', () => {
  const sorting = explained.filter(({ plan }) => plan.some((step) => step.includes('TEMP B-TREE')));
  expect(sorting.map(({ sql }) => /from operation_changes|json_each/.test(sql))).toEqual(
    sorting.map(() => true),
  );
  expect(sorting.length).toBeGreaterThan(0);
});
