import type { Chime } from './arrival-sound';

/** Two tones, a fourth apart, that fade: together below 400 ms and soft, so that they are heard and startle nobody. */
const TONES = [
  { hertz: 880, startS: 0, lastsS: 0.16 },
  { hertz: 1_174.66, startS: 0.14, lastsS: 0.22 },
] as const;
const LOUDNESS = 0.12;
const ATTACK_S = 0.012;
const SILENCE = 0.0001;

let audio: AudioContext | null = null;

/** The page's one sound. Made by the browser itself: no file has to be loaded before the first. */
export const browserChime: Chime & { unlock(): void; unlockAtPresses(): () => void } = {
  isReady: () => audio?.state === 'running',
  play() {
    if (audio === null) return;
    for (const tone of TONES) strike(audio, tone);
  },
  /** To be called while a press is being handled: only then does a browser let a page be heard. */
  unlock() {
    if (typeof AudioContext === 'undefined') return;
    audio ??= new AudioContext();
    // Refused without a press; the next one asks again.
    void audio.resume().catch(() => undefined);
  },
  /**
   * After a reload the first press that the browser takes for one does: not Escape, and of a finger only its end. It goes on
   * listening, because a telephone may take the sound away again. Answers the end of listening.
   */
  unlockAtPresses() {
    const stop = new AbortController();
    const unlock = () => {
      if (!browserChime.isReady()) browserChime.unlock();
    };
    for (const press of ['pointerup', 'click', 'keydown'])
      document.addEventListener(press, unlock, { signal: stop.signal, capture: true });
    return () => stop.abort();
  },
};

function strike(context: AudioContext, { hertz, startS, lastsS }: (typeof TONES)[number]): void {
  const from = context.currentTime + startS;
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(SILENCE, from);
  volume.gain.exponentialRampToValueAtTime(LOUDNESS, from + ATTACK_S);
  volume.gain.exponentialRampToValueAtTime(SILENCE, from + lastsS);
  tone.connect(volume).connect(context.destination);
  tone.start(from);
  tone.stop(from + lastsS);
}
