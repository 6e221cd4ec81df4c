import { createSpeakingTab, type TabLocks } from '../speaking-tab';
import { createTabMirror } from '../tab-mirror';
import { createFakeLocks } from './fake-locks';
import { createFakeTabs } from './fake-tabs';

/** The windows of one browser, of which one has the focus and some can be seen, as the test says. */
export function createFakeWindows(locks: () => TabLocks | null = always(createFakeLocks().locks)) {
  const tabs = createFakeTabs();
  let focused: object | null = null;

  function open(viewerId = 'u1') {
    const self = {};
    const changes = new Set<() => void>();
    let visible = true;
    const attention = {
      visible: () => visible,
      focused: () => visible && focused === self,
      listen(onChange: () => void) {
        changes.add(onChange);
        return () => changes.delete(onChange);
      },
    };
    const mirror = createTabMirror({ viewerId, channel: tabs.open });
    const tab = createSpeakingTab({ viewerId, locks, attention, mirror });
    const happened = () => {
      for (const change of [...changes]) change();
    };
    return {
      tab,
      mirror,
      attention,
      stop: tab.start(),
      speaks: tab.isSpeaking,
      focus(): void {
        focused = self;
        visible = true;
        happened();
      },
      show(): void {
        visible = true;
        happened();
      },
      hide(): void {
        visible = false;
        if (focused === self) focused = null;
        happened();
      },
    };
  }

  /** Another application has the focus. */
  const blur = () => {
    focused = null;
  };
  return { open, blur };
}

const always =
  <Value>(value: Value) =>
  () =>
    value;
