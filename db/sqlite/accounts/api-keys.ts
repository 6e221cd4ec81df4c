import { and, desc, eq, getTableColumns, isNull, lte, or, sql } from 'drizzle-orm';
import type { AuditWriting } from '@/db/sqlite/audit/writing';
import type { Connection } from '@/db/sqlite/connection';
import { isoOrNull, toIso } from '@/db/sqlite/iso';
import type { KeptAnswers } from '@/db/sqlite/kept-answers';
import { cannotWriteNow } from '@/db/sqlite/refusal';
import { apiKeys as table, users } from '@/db/sqlite/schema';
import type { ApiKey, ApiKeys } from '@/db/store';
import { AppError } from '@/lib/errors';

/** A use is written once in this time, not with every call. */
const USE_RECORDED_EVERY_MS = 60_000;
/** A call must not wait long for another process only to have its use written down. */
const USE_PATIENCE_MS = 200;
/** A key that is in wrong hands is shut out on a full disk too. */
const ESSENTIAL = { essential: true };
const LIST_MAX = 200;

/** The keys of other programs; only the hash of a secret is ever here. */
export function apiKeys(
  { database, immediate, snapshot }: Connection,
  { answers, audit }: { answers: KeptAnswers; audit: AuditWriting },
): ApiKeys {
  const columns = { ...getTableColumns(table), creator: users.name };
  const byId = database
    .select(columns)
    .from(table)
    .innerJoin(users, eq(users.id, table.createdBy))
    .where(eq(table.id, sql.placeholder('id')))
    .prepare();
  const all = database
    .select(columns)
    .from(table)
    .innerJoin(users, eq(users.id, table.createdBy))
    .orderBy(desc(table.position))
    .limit(LIST_MAX)
    .prepare();
  const isStale = or(isNull(table.lastUsedAt), lte(table.lastUsedAt, sql.placeholder('before')));
  const touchable = database
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.id, sql.placeholder('id')), isStale))
    .prepare();

  return {
    createApiKey: async ({ id, name, hash, scopes, createdBy, by, once, now }) =>
      immediate(() =>
        answers.once(once, now, () => {
          database.insert(table).values({ id, name, hash, scopes, createdBy, createdAt: now }).run();
          const object = { kind: 'key', id, name } as const;
          audit.write(by, { action: 'key.create', object, before: null, after: { name, scopes }, now });
          return toApiKey(get(id));
        }),
      ),

    listApiKeys: async () => snapshot(() => all.all().map(toApiKey)),

    findApiKey: async (id) =>
      snapshot(() => {
        const row = byId.get({ id });
        return row && row.revokedAt === null ? { key: toApiKey(row), hash: row.hash } : null;
      }),

    async touchApiKey(id, now) {
      // Looked up first, so that the usual call takes no write lock.
      if (!snapshot(() => touchable.get({ id, before: now - USE_RECORDED_EVERY_MS }))) return;
      try {
        const write = () => database.update(table).set({ lastUsedAt: now }).where(eq(table.id, id)).run();
        await immediate(write, { patienceMs: USE_PATIENCE_MS });
      } catch (error) {
        // The next call notes it: what this call is for says by itself whether it can be stored.
        if (!cannotWriteNow(error)) throw error;
      }
    },

    async revokeApiKey(id, { by, now }) {
      await immediate(() => {
        const { name, revokedAt } = get(id);
        if (revokedAt !== null) return;
        database.update(table).set({ revokedAt: now }).where(eq(table.id, id)).run();
        const object = { kind: 'key', id, name } as const;
        const revoked = { before: { revokedAt: null }, after: { revokedAt: toIso(now) } };
        audit.write(by, { action: 'key.revoke', object, ...revoked, now });
      }, ESSENTIAL);
    },
  };

  function get(id: string): Row {
    const row = byId.get({ id });
    if (!row) throw new AppError('not_found', 'There is no such key.');
    return row;
  }
}

type Row = typeof table.$inferSelect & { readonly creator: string };

function toApiKey(row: Row): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdBy: { id: row.createdBy, name: row.creator },
    createdAt: toIso(row.createdAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
    revokedAt: isoOrNull(row.revokedAt),
  };
}
