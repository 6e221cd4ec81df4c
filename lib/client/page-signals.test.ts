import { afterEach, expect, test, vi } from 'vitest';
import { browserSignals, type PageSignal } from './page-signals';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A page that can be shown, hidden, restored and cut off. */
function page() {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const window = new EventTarget();
  vi.stubGlobal('document', document);
  vi.stubGlobal('window', window);
  const heard: PageSignal[] = [];
  const stop = browserSignals.listen((signal) => heard.push(signal));
  return {
    heard,
    stop,
    window,
    document,
    becomes(state: 'visible' | 'hidden') {
      document.visibilityState = state;
      document.dispatchEvent(new Event('visibilitychange'));
    },
    shows: (persisted: boolean) => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted })),
  };
}

test('showing and hiding the page are signals, and it can be asked which it is', () => {
  const { becomes, heard } = page();
  becomes('hidden');
  expect(browserSignals.visible()).toBe(false);
  becomes('visible');
  expect(browserSignals.visible()).toBe(true);
  expect(heard).toEqual(['hidden', 'visible']);
});

test('a page that was restored from the back-forward cache is a signal, one that was loaded is not', () => {
  const { shows, heard } = page();
  shows(false);
  expect(heard).toEqual([]);
  shows(true);
  expect(heard).toEqual(['restored']);
});

test('losing the network, having one again, and the focus are signals', () => {
  const { window, heard } = page();
  for (const name of ['offline', 'online', 'focus']) window.dispatchEvent(new Event(name));
  expect(heard).toEqual(['offline', 'online', 'focused']);
});

test('a page that was frozen and goes on is as one that was restored', () => {
  const { document, heard } = page();
  document.dispatchEvent(new Event('freeze'));
  expect(heard).toEqual([]);
  document.dispatchEvent(new Event('resume'));
  expect(heard).toEqual(['restored']);
});

test('after the stop nothing is heard', () => {
  const { becomes, shows, window, heard, stop } = page();
  stop();
  becomes('hidden');
  shows(true);
  window.dispatchEvent(new Event('online'));
  expect(heard).toEqual([]);
});

test('leaving the page is a signal, whether it is kept or not', () => {
  const { window, heard } = page();
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }));
  window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: false }));
  expect(heard).toEqual(['left', 'left']);
});
