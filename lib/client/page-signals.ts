/** What the page itself notices. */
export type PageSignals = Readonly<{
  visible(): boolean;
  /** Calls back at each signal; answers the stop. */
  listen(onSignal: (signal: PageSignal) => void): () => void;
}>;

/**
 * `left`: nothing may run any more after it. `restored`: from the back-forward cache, with every socket closed
 * and every timer late.
 */
export type PageSignal = 'visible' | 'hidden' | 'left' | 'restored' | 'online';

export const browserSignals: PageSignals = {
  visible: () => document.visibilityState === 'visible',
  listen(onSignal) {
    const stop = new AbortController();
    const { signal } = stop;
    const visibility = () => onSignal(document.visibilityState === 'visible' ? 'visible' : 'hidden');
    document.addEventListener('visibilitychange', visibility, { signal });
    window.addEventListener('pageshow', (event) => event.persisted && onSignal('restored'), { signal });
    window.addEventListener('pagehide', () => onSignal('left'), { signal });
    window.addEventListener('online', () => onSignal('online'), { signal });
    return () => stop.abort();
  },
};
