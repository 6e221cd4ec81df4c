import type { Upkeep } from '@/db/store-upkeep';
import type { Connection } from './connection';

/** Does one more part of something that was begun, within a write transaction; false when nothing of it is left. */
export type GoOn = (now: number) => boolean;

/** One part of whatever a process began and did not come to the end of, in one short transaction. */
export function goingOn({ immediate }: Connection, kinds: readonly GoOn[]): Pick<Upkeep, 'goOn'> {
  return {
    goOn: async ({ now }) => immediate(() => ({ more: kinds.some((goOn) => goOn(now)) })),
  };
}
