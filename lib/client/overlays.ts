import { type Act, pendingActs } from '@/lib/inbox/overlay';
import type { Hold } from './held-inbox';
import type { mutationSchema } from './mutation-answer';
import type { Answer } from './request';

export type MutationAnswer = Answer<ReturnType<typeof mutationSchema.parse>>;
/** What an act does, without what this tab notes about it. */
export type What<A = Act> = A extends Act ? Omit<A, 'key' | 'at' | 'until'> : never;

export type Overlays = Readonly<{
  /** Shows an act before the server has answered it. */
  lay(what: What, named: Pick<Act, 'key' | 'at'>): void;
  take(key: string): void;
  /** The answer in the overlay's place: it stays until the state has reached the answer, and not a moment longer. */
  settle(key: string, answer: MutationAnswer): void;
}>;

/** The acts of this tab that the server's state does not show yet. */
export function createOverlays(hold: Hold): Overlays {
  function take(key: string): void {
    const { acts } = hold.now();
    if (acts.some((act) => act.key === key)) hold.change({ acts: acts.filter((act) => act.key !== key) });
  }

  return {
    lay(what, named) {
      // A spread of a union forgets which of its members it is.
      const act = { ...what, ...named, until: null } as Act;
      hold.change({ acts: [...hold.now().acts, act], problem: null });
    },
    take,
    settle(key, answer) {
      if (!answer.ok) {
        take(key);
        if (answer.problem.status === 401) hold.signOut();
        else hold.syncSoon();
        return;
      }
      const { event } = answer.value;
      const until = { epoch: event.epoch, seq: event.seq };
      hold.change({ acts: hold.now().acts.map((act) => (act.key === key ? { ...act, until } : act)) });
      hold.answered(event);
      const { acts, inbox } = hold.now();
      hold.change({ acts: pendingActs(acts, inbox) });
    },
  };
}
