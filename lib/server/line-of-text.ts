import 'server-only';
import * as z from 'zod';
import { refuseHidden } from './refuse-hidden';

/** One line a person typed: trimmed, 1 to `max` characters, nothing invisible that could forge a log or a layout. */
export function lineOf(limits: { min?: number; max: number }) {
  const min = limits.min ?? 1;
  return z
    .string()
    .trim()
    .min(min, min === 1 ? 'This must not be empty.' : `This needs at least ${min} characters.`)
    .max(limits.max, `This may have at most ${limits.max} characters.`)
    .superRefine(refuseHidden);
}
