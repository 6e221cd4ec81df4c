import type { PageSignal, PageSignals } from '../page-signals';

/** A page that is shown, hidden, restored and back online when the test says so. */
export function createFakeSignals() {
  const listeners = new Set<(signal: PageSignal) => void>();
  let visible = true;
  let online = true;
  const signals: PageSignals = {
    visible: () => visible,
    online: () => online,
    listen(onSignal) {
      listeners.add(onSignal);
      return () => listeners.delete(onSignal);
    },
  };
  return {
    signals,
    listeners: () => listeners.size,
    /** The browser has lost its line; it comes back with the signal `online`. */
    losesLine(): void {
      online = false;
    },
    happens(signal: PageSignal): void {
      if (signal === 'online') online = true;
      if (signal === 'visible' || signal === 'hidden') visible = signal === 'visible';
      for (const listener of [...listeners]) listener(signal);
    },
  };
}
