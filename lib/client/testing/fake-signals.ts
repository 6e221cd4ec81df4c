import type { PageSignal, PageSignals } from '../page-signals';

/** A page that is shown, hidden, restored and back online when the test says so. */
export function createFakeSignals() {
  const listeners = new Set<(signal: PageSignal) => void>();
  let visible = true;
  const signals: PageSignals = {
    visible: () => visible,
    listen(onSignal) {
      listeners.add(onSignal);
      return () => listeners.delete(onSignal);
    },
  };
  return {
    signals,
    listeners: () => listeners.size,
    happens(signal: PageSignal): void {
      if (signal === 'visible' || signal === 'hidden') visible = signal === 'visible';
      for (const listener of [...listeners]) listener(signal);
    },
  };
}
