import type { InboxSnapshot } from '@/lib/client/inbox';

export type ConnectionNotice = Readonly<{
  /** What it is about, whatever the time in its words. */
  about: 'ended' | 'offline' | 'back' | 'connecting' | 'paused';
  tone: 'quiet' | 'warning' | 'success';
  text: string;
  action: 'retry' | 'signIn' | null;
}>;

/** Trouble shorter than this is not worth a word. */
export const TROUBLE_AFTER_MS = 2_000;
/** A page's first connection is a connecting for so long; then there is something in its way. */
export const FIRST_FOR_MS = 10_000;
/** How long "Back online" stays. */
export const BACK_FOR_MS = 3_000;

/** What to say about the connection, or null when all is well. */
export function connectionNotice(state: {
  status: InboxSnapshot['status'];
  /** What the browser believes, of some network: a hint. What is live is not called offline for it. */
  online: boolean;
  /** How long updates have been live, or have not been, whatever was tried meanwhile. */
  forMs: number;
  /** The time ("14:05") of what is on screen; null when nothing was loaded yet. */
  shownAt: string | null;
  /** Trouble was shown and has not been called over: no pause before the next word. */
  troubled: boolean;
  /** Updates were live at some time on this page. */
  everLive: boolean;
}): ConnectionNotice | null {
  const { status, online, forMs, troubled } = state;
  if (status === 'signed-out') {
    return { about: 'ended', tone: 'warning', text: 'Your session has ended.', action: 'signIn' };
  }
  const since = state.shownAt === null ? '' : ` Showing what was loaded at ${state.shownAt}.`;
  if (status === 'live') {
    return troubled && forMs < BACK_FOR_MS
      ? { about: 'back', tone: 'success', text: 'Back online', action: null }
      : null;
  }
  if (!online) {
    return {
      about: 'offline',
      tone: 'quiet',
      text: `You're offline.${since} Changes will sync.`,
      action: null,
    };
  }
  if (!troubled && forMs < TROUBLE_AFTER_MS) return null;
  if (!state.everLive && forMs < FIRST_FOR_MS) {
    return { about: 'connecting', tone: 'quiet', text: 'Connecting…', action: null };
  }
  // Attempts come and go while it is down; the sentence stays one, on screen and for the ear.
  return { about: 'paused', tone: 'warning', text: `Live updates paused.${since}`, action: 'retry' };
}
