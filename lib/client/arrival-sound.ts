import type { Clock } from './clock';
import type { TabLocks } from './speaking-tab';

/** What makes the sound. A browser lets a page be heard only after somebody has pressed something in it. */
export type Chime = Readonly<{ isReady(): boolean; play(): void }>;

/** What this browser remembers for all of a person's tabs: strings, null when there is none. */
export type SoundMemory = Readonly<{ get(): string | null; set(value: string): void }>;

/** A person is not rung at more often than this, whatever arrives. */
export const SOUND_EVERY_MS = 5_000;
/** A slow tab hears of an arrival within this of the one that has sounded for it. Not longer: a number may come again. */
const REMEMBERED_MS = 60_000;

/**
 * Sounds for arrivals, in one of a person's tabs in one browser, seen or not: whoever gets the lock sounds and keeps it
 * for as long as nothing else may. A tab that is frozen or may not be heard does not ask for it, so it silences nobody.
 * Without locks (an old browser, a page that is not secure) the tab that has the focus sounds.
 */
export function createArrivalSound(deps: {
  viewerId: string;
  isOn: () => boolean;
  chime: Chime;
  locks: () => TabLocks | null;
  focused: () => boolean;
  memory: SoundMemory;
  clock: Clock;
}): { arrived(newest: number): Promise<void> } {
  const { clock, memory } = deps;
  let soundedAt = Number.NEGATIVE_INFINITY;

  /** `newest` is the highest `sortSeq` of what came. */
  async function arrived(newest: number): Promise<void> {
    if (!deps.isOn() || !deps.chime.isReady()) return;
    const locks = deps.locks();
    if (locks === null) {
      if (deps.focused() && clock.now() - soundedAt >= SOUND_EVERY_MS) sound(newest);
      return;
    }
    await locks.request(`belfry.sound.${deps.viewerId}`, { ifAvailable: true }, (lock) => {
      if (lock === null || wasSounded(newest)) return;
      sound(newest);
      return new Promise<void>((done) => void clock.after(SOUND_EVERY_MS, done));
    });
  }

  function sound(newest: number): void {
    soundedAt = clock.now();
    memory.set(JSON.stringify([newest, clock.now()]));
    deps.chime.play();
  }

  function wasSounded(newest: number): boolean {
    const [seq, at] = parsed(memory.get());
    return seq >= newest && Math.abs(clock.now() - at) < REMEMBERED_MS;
  }

  return { arrived };
}

/** Anything may stand in what a browser remembers. */
function parsed(text: string | null): readonly [number, number] {
  const [seq, at] = (/^\[(\d+),(\d+)\]$/.exec(text ?? '') ?? []).slice(1).map(Number);
  return [seq ?? Number.NEGATIVE_INFINITY, at ?? Number.NEGATIVE_INFINITY];
}
