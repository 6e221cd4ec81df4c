/** What the page itself notices. */
export type PageSignals = Readonly<{
  visible(): boolean;
  /** False when the browser knows that it has no line; true says little. */
  online(): boolean;
  /** Calls back at each signal; answers the stop. */
  listen(onSignal: (signal: PageSignal) => void): () => void;
}>;

/**
 * `left`: nothing may run any more after it. `restored`: from the back-forward cache or from being frozen, with
 * every socket closed perhaps and every timer late. `focused`: somebody has come to a window that may have been in
 * sight all the time. `online` and `offline` are what the browser believes, of some network, not of our server.
 */
export type PageSignal = 'visible' | 'hidden' | 'left' | 'restored' | 'focused' | 'online' | 'offline';

export const browserSignals: PageSignals = {
  visible: () => document.visibilityState === 'visible',
  online: () => typeof navigator === 'undefined' || navigator.onLine,
  listen(onSignal) {
    const stop = new AbortController();
    const { signal } = stop;
    const visibility = () => onSignal(document.visibilityState === 'visible' ? 'visible' : 'hidden');
    document.addEventListener('visibilitychange', visibility, { signal });
    window.addEventListener('pageshow', (event) => event.persisted && onSignal('restored'), { signal });
    window.addEventListener('pagehide', () => onSignal('left'), { signal });
    document.addEventListener('resume', () => onSignal('restored'), { signal });
    window.addEventListener('focus', () => onSignal('focused'), { signal });
    window.addEventListener('online', () => onSignal('online'), { signal });
    window.addEventListener('offline', () => onSignal('offline'), { signal });
    return () => stop.abort();
  },
};
