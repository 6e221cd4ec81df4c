'use client';

import { useState, useSyncExternalStore } from 'react';
import { browserChime } from '@/lib/client/browser-chime';
import { soundSetting } from '@/lib/client/sound-setting';
import { Switch } from '../switch';

/** Turns the sound for arrivals on and off in this browser. Turned on, it is heard once: that is also what allows it. */
export function SoundSwitch({ viewerId }: { viewerId: string }) {
  const [setting] = useState(() => soundSetting(viewerId));
  const isOn = useSyncExternalStore(setting.subscribe, setting.isOn, () => false);
  const toggle = () => {
    setting.turn(!isOn);
    if (isOn) return;
    browserChime.unlock();
    browserChime.play();
  };
  return (
    <div className="flex items-center gap-x-4 rounded-xl border border-line px-4 py-2">
      <span className="min-w-0 flex-1">
        <span id="sound" className="block font-medium">
          Play a sound when something arrives
        </span>
        <span id="sound-hint" className="block text-sm text-muted">
          In this browser, at most once in five seconds.
        </span>
      </span>
      <Switch on={isOn} labelledBy="sound" describedBy="sound-hint" onToggle={toggle} />
    </div>
  );
}
