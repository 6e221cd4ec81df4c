import type { Store } from '@/db/store';

/** The same store; once a person was changed, what they have open is compared with what their sessions are worth now. */
export function lookAfterChanges(store: Store, check: { look(): void }): Store {
  return {
    ...store,
    async changeUser(id, change) {
      const user = await store.changeUser(id, change);
      check.look();
      return user;
    },
  };
}
