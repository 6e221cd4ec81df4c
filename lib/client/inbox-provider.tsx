'use client';

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { browserClock } from './clock';
import type { InboxActions, InboxSnapshot, InboxStore, InitialInbox } from './inbox';
import { createInboxStore } from './inbox-store';
import { browserSignals } from './page-signals';
import { request } from './request';
import { connect } from './shared-connection';

const InboxContext = createContext<InboxStore | null>(null);

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
  const [store] = useState(() =>
    createInboxStore(initial, {
      request,
      connect,
      clock: browserClock,
      random: Math.random,
      signals: browserSignals,
    }),
  );
  useEffect(() => store.start(), [store]);
  return <InboxContext value={store}>{children}</InboxContext>;
}

/** The inbox as it stands; draws again when it changes. */
export function useInbox(): InboxSnapshot {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
}

/** What can be done to it; the same object for the page's life. */
export function useInboxActions(): InboxActions {
  return useStore().actions;
}

function useStore(): InboxStore {
  const store = useContext(InboxContext);
  if (store === null) throw new Error('There is no InboxProvider above this component.');
  return store;
}
