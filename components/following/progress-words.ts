import type { ShownFigures } from '@/lib/inbox/few-people';
import type { OnlineSplit, SkippedFor } from '@/lib/inbox/progress';
import { number } from '../bell-words';

/** Why people were skipped, after their number. */
export const SKIPPED_WORDS: readonly { reason: keyof SkippedFor; words: string }[] = [
  { reason: 'left', words: 'left the audience, or were disabled, before it reached them' },
  { reason: 'muted', words: 'have this category switched off' },
  { reason: 'unreached', words: 'had not been reached when it was recalled, expired or stopped' },
];

/** "312 of its people are online now and 310 of them have it; 972 are away." Counted a moment apart, so never below zero. */
export function onlineText(online: OnlineSplit, { delivered, pending }: ShownFigures): string {
  const here = online.delivered + online.pending;
  const away = Math.max(0, delivered + pending - here);
  if (here === 0)
    return `None of its people is online now; ${number(away)} ${away === 1 ? 'is' : 'are'} away.`;
  const have = online.pending === 0 ? 'all of them have it' : `${number(online.delivered)} of them have it`;
  const one = here === 1;
  const said = one ? (online.pending === 0 ? 'has it' : 'is about to get it') : have;
  return `${number(here)} of its people ${one ? 'is' : 'are'} online now and ${said}; ${number(away)} ${away === 1 ? 'is' : 'are'} away.`;
}

/** "went out 12 s late"; null when it went out within two seconds of its time, or had none. */
export function latenessText(scheduledFor: string | null, sentAt: string | null): string | null {
  if (scheduledFor === null || sentAt === null) return null;
  const lateMs = Date.parse(sentAt) - Date.parse(scheduledFor);
  if (lateMs <= 2_000) return null;
  return `went out ${spanText(Math.round(lateMs / 1_000))} late`;
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
