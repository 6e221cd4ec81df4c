import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Connection } from '@/db/sqlite/connection';
import { OPERATIONS_KEPT_MS } from '@/db/sqlite/retention';
import { operationChanges, operations } from '@/db/sqlite/schema';
import type { Purge } from './purging';

/**
 * Acts too old to be undone. A bulk act has changed thousands of rows, so what it did to each goes before it does, a
 * chunk at a time; nobody undoes the half of it meanwhile, because undoing looks at the age too.
 */
export function purgeOperations({ database }: Connection): Purge {
  const old = database
    .select({ id: operations.id })
    .from(operations)
    .where(lte(operations.at, sql.placeholder('before')))
    .orderBy(asc(operations.at))
    .limit(sql.placeholder('limit'))
    .prepare();
  const mine = eq(operationChanges.operationId, sql.placeholder('id'));
  const someChanges = database
    .select({ position: operationChanges.position })
    .from(operationChanges)
    .where(mine)
    .orderBy(asc(operationChanges.position))
    .limit(sql.placeholder('limit'));
  const removeChanges = database
    .delete(operationChanges)
    .where(and(mine, inArray(operationChanges.position, someChanges)))
    .prepare();
  const remove = database
    .delete(operations)
    .where(eq(operations.id, sql.placeholder('id')))
    .prepare();

  return ({ now, limit }) => {
    let left = limit;
    for (const { id } of old.all({ before: now - OPERATIONS_KEPT_MS, limit })) {
      left -= removeChanges.run({ id, limit: left }).changes;
      // Whether anything is left of it is not known; the next chunk begins with it.
      if (left <= 0) break;
      left -= remove.run({ id }).changes;
    }
    return limit - left;
  };
}
