'use client';

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { newActKey } from './act-key';
import { browserClock } from './clock';
import { browserStream } from './event-stream';
import type { InboxActions, InboxSnapshot, InboxStore, InitialInbox } from './inbox';
import { createInboxStore } from './inbox-store';
import { openKeptActs } from './kept-acts';
import { keptInTime } from './kept-in-time';
import { browserAttention } from './page-attention';
import { browserSignals } from './page-signals';
import { request } from './request';
import { connect } from './shared-connection';
import { browserLocks, createSpeakingTab, type SpeakingTab } from './speaking-tab';
import { browserTabChannel, createTabMirror, type TabMirror } from './tab-mirror';
import { createTurn } from './tab-turn';

/** The store, what it held when the page was rendered, and this tab among the person's others. */
type Given = Readonly<{ store: InboxStore; rendered: InboxSnapshot; tab: SpeakingTab; mirror: TabMirror }>;

const InboxContext = createContext<Given | null>(null);

/**
 * One person's live inbox for everything below it. The server renders what it was given; the browser begins
 * with the same and connects after the first paint. What later renders give is older than what the store
 * has heard by then, so only the first counts; another person's is another store.
 */
export function InboxProvider({ initial, children }: { initial: InitialInbox; children: ReactNode }) {
  return (
    <OneInbox key={initial.viewerId} initial={initial}>
      {children}
    </OneInbox>
  );
}

function OneInbox({ initial, children }: { initial: InitialInbox; children: ReactNode }) {
  const [given] = useState(() => open(initial));
  useEffect(() => given.store.start(), [given]);
  useEffect(() => given.tab.start(), [given]);
  return <InboxContext value={given}>{children}</InboxContext>;
}

function open(initial: InitialInbox): Given {
  const { viewerId } = initial;
  const mirror = createTabMirror({ viewerId, channel: browserTabChannel });
  const kept = keptInTime(openKeptActs(viewerId), browserClock);
  const tab = createSpeakingTab({ viewerId, locks: browserLocks, attention: browserAttention, mirror });
  const store = createInboxStore(initial, {
    request,
    connect,
    openStream: browserStream,
    clock: browserClock,
    random: Math.random,
    signals: browserSignals,
    mirror,
    kept,
    turn: createTurn({
      name: `belfry.acts.${viewerId}`,
      locks: globalThis.navigator?.locks,
      lease: kept,
      owner: newActKey(),
      clock: browserClock,
    }),
  });
  return { store, rendered: store.getSnapshot(), tab, mirror };
}

/** Another inbox than the page's for everything below it; whoever made it starts it. */
export function InboxOf({ store, children }: { store: InboxStore; children: ReactNode }) {
  const { tab, mirror } = useGiven();
  const [rendered] = useState(store.getSnapshot);
  const given = useMemo(() => ({ store, rendered, tab, mirror }), [store, rendered, tab, mirror]);
  return <InboxContext value={given}>{children}</InboxContext>;
}

/** The inbox as it stands; draws again when it changes. */
export function useInbox(): InboxSnapshot {
  const { store, rendered } = useGiven();
  // A part of the page that is hydrated late must begin with the server's text, whatever was heard by then.
  return useSyncExternalStore(store.subscribe, store.getSnapshot, () => rendered);
}

/** What can be done to it; the same object for the page's life. */
export function useInboxActions(): InboxActions {
  return useGiven().store.actions;
}

/** Whether this tab is the one that speaks; the same object for the page's life. */
export function useSpeakingTab(): SpeakingTab {
  return useGiven().tab;
}

/** The line to this person's other tabs; the same object for the page's life. */
export function useTabMirror(): TabMirror {
  return useGiven().mirror;
}

function useGiven(): Given {
  const given = useContext(InboxContext);
  if (given === null) throw new Error('There is no InboxProvider above this component.');
  return given;
}
