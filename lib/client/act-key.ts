import { v7 } from 'uuid';

/**
 * A new name for something a person does: the `Idempotency-Key` it is asked for with, and so the operation's id at
 * the server. Of `getRandomValues`, because `crypto.randomUUID` is not there on a page over plain http.
 */
export const newActKey = (): string => v7();
