import type { Store } from '@/db/store';

/**
 * The same store; once a person was changed, what they have open is compared with what their sessions are worth now. Where
 * others hold the sockets `tell` is told of another role; a session that ended is told where it was ended.
 */
export function lookAfterChanges(
  store: Store,
  check: { look(): void },
  tell: { roleChanged(userId: string): void },
): Store {
  return {
    ...store,
    async changeUser(id, change) {
      const user = await store.changeUser(id, change);
      check.look();
      if (change.role !== undefined) tell.roleChanged(id);
      return user;
    },
  };
}
