/** What the countdown shows: "Sending in 9…", "Sending in 2 min 5 s…", "Sending…" at the end. */
export function countdownText(leftMs: number): string {
  if (leftMs <= 0) return 'Sending…';
  return `Sending in ${spanText(Math.ceil(leftMs / 1_000), 'short')}…`;
}

/** The same once, for who listens: a number every second would talk over everything. */
export function countdownSpeech(leftMs: number): string {
  if (leftMs <= 0) return 'Sending now.';
  return `Sending in ${spanText(Math.ceil(leftMs / 1_000), 'long')}. Press Undo to take it back.`;
}

function spanText(seconds: number, length: 'short' | 'long'): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = seconds % 60;
  // Alone, the seconds need no unit for the eye: "Sending in 9…".
  if (hours === 0 && minutes === 0) return length === 'short' ? String(rest) : unit(rest, 'second');
  const parts =
    length === 'short'
      ? [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', rest > 0 ? `${rest} s` : '']
      : [
          hours > 0 ? unit(hours, 'hour') : '',
          minutes > 0 ? unit(minutes, 'minute') : '',
          rest > 0 ? unit(rest, 'second') : '',
        ];
  // Hours and seconds are never read together.
  return (hours > 0 ? parts.slice(0, 2) : parts).filter((part) => part !== '').join(' ');
}

function unit(value: number, name: string): string {
  return `${value} ${name}${value === 1 ? '' : 's'}`;
}
