import type { Clock } from '@/lib/client/clock';
import type { Row } from '@/lib/client/inbox';
import type { PageAttention } from '@/lib/client/page-attention';
import { DISMISSED_MAX, type TabMirror } from '@/lib/client/tab-mirror';
import { arrivedSince, topOf } from '../speech/arrivals';
import {
  arriveOn,
  isWorthToast,
  keepOnly,
  NO_TOASTS,
  nextEnd,
  passed,
  startOver,
  type Toasted,
  type ToastStack,
} from './toast-stack';

export type Toasts = Readonly<{
  get(): readonly Toasted[];
  subscribe(listener: () => void): () => void;
  /** The feed as it stands. What came to its top since the last time, live, is shown in a tab that can be seen. */
  shows(feed: {
    rows: readonly Row[];
    generation: number;
    live: boolean;
    /** The rows themselves are in view, in the tray or on the page: nothing has to be pointed out. */
    inView: boolean;
  }): void;
  /** Here, and in the person's other tabs. */
  dismiss(key: string): void;
  /** Somebody is busy with them: none goes meanwhile. */
  hold(why: 'pointer' | 'focus', on: boolean): void;
  start(): () => void;
}>;

/** Which toasts are on screen, and until when. */
export function createToasts(deps: { clock: Clock; attention: PageAttention; mirror: TabMirror }): Toasts {
  const { clock, attention, mirror } = deps;
  const listeners = new Set<() => void>();
  const held = new Set<'pointer' | 'focus' | 'hidden'>();
  let stack: ToastStack = NO_TOASTS;
  let before: { top: number; generation: number; live: boolean } | null = null;
  let cancel = () => {};

  function become(next: ToastStack): void {
    const isOther = next.shown !== stack.shown;
    stack = next;
    if (stack.shown.length === 0) {
      // What was pointed at or focused went with the last of them.
      held.delete('pointer');
      held.delete('focus');
    }
    plan();
    if (isOther) for (const listener of [...listeners]) listener();
  }

  function plan(): void {
    cancel();
    const end = nextEnd(stack);
    if (end === null || held.size > 0) return;
    cancel = clock.after(Math.max(0, end - clock.now()), () => become(passed(stack, clock.now())));
  }

  function hold(why: 'pointer' | 'focus' | 'hidden', on: boolean): void {
    if (held.has(why) === on) return;
    if (on) held.add(why);
    else held.delete(why);
    if (held.size === 0) stack = startOver(stack, clock.now());
    plan();
  }

  const without = (ids: readonly string[]) => become(keepOnly(stack, (id) => !ids.includes(id)));

  return {
    get: () => stack.shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shows({ rows, generation, live, inView }) {
      // What a sync brings after an absence is told by the badge; only what comes while the line is up is new to see.
      const known = before?.generation === generation ? before : null;
      const came = live && known?.live ? arrivedSince(rows, known.top).filter(isWorthToast) : [];
      before = { top: topOf(rows, known?.top ?? null), generation, live };
      const unread = new Set(rows.filter(({ readAt }) => readAt === null).map(({ id }) => id));
      const kept = keepOnly(stack, (id) => !inView && unread.has(id));
      // The feed is newest first, and the newest toast is the last.
      const shown = inView || !attention.visible() ? [] : [...came].reverse();
      become(arriveOn(kept, shown, clock.now()));
    },
    dismiss(key) {
      const ids = stack.shown.find((toast) => toast.key === key)?.ids ?? [];
      mirror.tell({ kind: 'dismissed', ids: ids.slice(0, DISMISSED_MAX) });
      without(ids);
    },
    hold,
    start() {
      const onAttention = () => hold('hidden', !attention.visible());
      const stops = [
        attention.listen(onAttention),
        mirror.listen((message) => {
          if (message.kind === 'dismissed') without(message.ids);
        }),
      ];
      onAttention();
      plan();
      return () => {
        cancel();
        for (const stop of stops) stop();
      };
    },
  };
}
