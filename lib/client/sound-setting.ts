/** Whether arrivals make a sound for this person in this browser: off until it is turned on. */
export type SoundSetting = Readonly<{
  isOn(): boolean;
  turn(on: boolean): void;
  subscribe(listener: () => void): () => void;
}>;

const listeners = new Set<() => void>();

/** Kept by the browser and not by the server: a sound belongs to a place, and not to a person wherever they are. */
export function soundSetting(viewerId: string): SoundSetting {
  const memory = soundMemory(`belfry.sound.${viewerId}`);
  return {
    isOn: () => memory.get() === 'on',
    turn(on) {
      memory.set(on ? 'on' : 'off');
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      window.addEventListener('storage', listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', listener);
      };
    },
  };
}

/** One string of this browser's; where it may keep none, this page keeps it for itself. */
export function soundMemory(key: string): { get(): string | null; set(value: string): void } {
  return {
    get() {
      try {
        return localStorage.getItem(key) ?? own.get(key) ?? null;
      } catch {
        return own.get(key) ?? null;
      }
    },
    set(value) {
      own.set(key, value);
      try {
        localStorage.setItem(key, value);
      } catch {
        // Full, or forbidden: it holds for this page.
      }
    },
  };
}

const own = new Map<string, string>();
