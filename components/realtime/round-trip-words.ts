import type { RequestProblem } from '@/lib/client/request';
import type { RoundTrip } from '@/lib/client/round-trip';
import { number } from '../bell-words';

/** What a round trip showed: the outcome, what is known besides, and what to look at when it failed. */
export type RoundTripWords = Readonly<{
  tone: 'good' | 'bad';
  text: string;
  more: string;
}>;

/** The words for an outcome; null while there is none. `service`: who carries the events, null: the embedded server. */
export function roundTripWords(trip: RoundTrip, service: string | null): RoundTripWords | null {
  if (trip.kind === 'back') {
    return {
      tone: 'good',
      text: `Event came back in ${ms(trip.eventMs)}.`,
      more: `The request was answered after ${ms(trip.requestMs)}.`,
    };
  }
  if (trip.kind === 'refused') {
    return {
      tone: 'bad',
      text: `The way there failed. ${trip.problem.detail}`,
      more: refusedHint(trip.problem),
    };
  }
  if (trip.kind === 'lost') {
    return {
      tone: 'bad',
      text: `The way back failed. The request was answered after ${ms(trip.requestMs)}, but no event came within 5 s.`,
      more:
        service === null
          ? 'The event was handed to the embedded server. Look at the slow readers and the last closes below, and try again.'
          : `${service} took the event. Look there whether the id, key and secret set here are those of one application.`,
    };
  }
  if (trip.kind === 'unconnected') {
    return {
      tone: 'bad',
      text: `This page is not connected. The request was answered after ${ms(trip.requestMs)}, but no event could come back.`,
      more:
        service === null
          ? 'Look whether the proxy in front passes WebSockets on for /app/, and at the last closes below.'
          : `Look whether browsers can reach ${service}.`,
    };
  }
  return null;
}

function refusedHint({ code, facts }: RequestProblem): string {
  if (code === 'unauthenticated' || code === 'forbidden') return 'Sign in again as an administrator.';
  if (code === 'too_many') {
    const seconds = facts.retryAfterSeconds;
    return `Wait ${typeof seconds === 'number' ? number(seconds) : '60'} s.`;
  }
  if (code === 'unavailable') return 'Look at Publishing below, and at the log.';
  if (code === 'unreachable' || code === 'timeout') {
    return 'Look whether the process runs: /api/health/live answers while it does.';
  }
  return 'Look at the log.';
}

function ms(value: number): string {
  return `${number(Math.max(0, Math.round(value)))} ms`;
}
