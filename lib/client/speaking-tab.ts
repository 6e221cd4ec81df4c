import type { PageAttention } from './page-attention';
import type { TabMirror } from './tab-mirror';

/** Arrivals by their `sortSeq`, both ends included. */
export type Spoken = Readonly<{ from: number; through: number }>;

/** Which of a person's tabs says aloud what is the same in all of them. */
export type SpeakingTab = Readonly<{
  isSpeaking(): boolean;
  /** Calls back when this tab becomes the one that speaks, or is it no more; answers the unsubscribe. */
  subscribe(listener: () => void): () => void;
  /** Takes part while the page stands; answers the stop. */
  start(): () => void;
  /** Speaks from here on instead of a tab that had something to say and did not. */
  takeOver(): void;
  /** These arrivals were announced here: no other tab announces them again. */
  spoke(range: Spoken): void;
  /** Calls back when another tab has announced arrivals; answers the stop. */
  onSpoken(listener: (range: Spoken) => void): () => void;
}>;

/** The part of the browser's Web Locks that is used here. */
export type TabLocks = Pick<LockManager, 'request'>;

/**
 * One tab of a person speaks in one browser: of those that can be seen, the one that was focused last. The right
 * to speak is a lock. A tab that gets the focus takes it from whoever has it, one that is seen beside it waits for
 * it, and one that is hidden gives it up and waits for nothing: what a browser freezes is hidden, so no frozen tab
 * holds it. Without locks (an old browser, a page that is not secure) each tab that is seen speaks.
 */
export function createSpeakingTab(deps: {
  viewerId: string;
  /** Null: the browser has none. Asked for at the start. */
  locks: () => TabLocks | null;
  attention: PageAttention;
  mirror: TabMirror;
}): SpeakingTab {
  const { attention, mirror } = deps;
  const listeners = new Set<() => void>();
  let state: 'away' | 'waiting' | 'speaking' = 'away';
  let locks: TabLocks | null = null;
  /** What this tab holds or waits for; replaced, never changed, so that a late answer to an old one is known. */
  let turn: Turn | null = null;

  function become(next: typeof state): void {
    if (state === next) return;
    state = next;
    for (const listener of [...listeners]) listener();
  }

  function look(): void {
    if (!attention.visible()) leave();
    else if (locks === null) become('speaking');
    else if (attention.focused() && state !== 'speaking') ask('take');
    else if (turn === null) ask('wait');
  }

  function leave(): void {
    turn?.leave();
    turn = null;
    become('away');
  }

  function ask(how: 'take' | 'wait'): void {
    if (locks === null) return;
    turn?.leave();
    const mine = createTurn();
    turn = mine;
    become('waiting');
    const asked = how === 'take' ? { steal: true } : { signal: mine.signal };
    const granted = () => {
      if (turn !== mine) return;
      become('speaking');
      return mine.left;
    };
    locks.request(`belfry.speaking.${deps.viewerId}`, asked, granted).catch((error: unknown) => {
      if (turn !== mine) return;
      turn = null;
      // Taken by another tab: this one waits until that is hidden or closed. Any other refusal is one for good.
      if (isAbort(error)) ask('wait');
      else withoutLocks();
    });
  }

  function withoutLocks(): void {
    locks = null;
    look();
  }

  return {
    isSpeaking: () => state === 'speaking',
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      locks = deps.locks();
      const stop = attention.listen(look);
      look();
      return () => {
        stop();
        leave();
      };
    },
    takeOver() {
      if (state === 'waiting') ask('take');
    },
    spoke: ({ from, through }) => mirror.tell({ kind: 'spoken', from, through }),
    onSpoken: (listener) =>
      mirror.listen((message) => {
        if (message.kind === 'spoken') listener(message);
      }),
  };
}

type Turn = Readonly<{ signal: AbortSignal; left: Promise<void>; leave(): void }>;

/** One place in the line of the lock, from asking until it is left. */
function createTurn(): Turn {
  const abort = new AbortController();
  const { signal } = abort;
  const left = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve());
  });
  return { signal, left, leave: () => abort.abort() };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The browser's own; absent where the page is not secure. */
export function browserLocks(): TabLocks | null {
  return 'locks' in navigator ? navigator.locks : null;
}
