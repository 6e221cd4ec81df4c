import type { EmbeddedFigures } from '@/lib/client/figures-poll';

type Close = EmbeddedFigures['closes'][number];

/** What a close code means, in plain words. Codes of 3000 and more that a client sends are its own. */
export function closeMeaning({ code, by }: Pick<Close, 'code' | 'by'>): string {
  if (by === 'client' && code >= 3000) return 'the client’s own code';
  return MEANINGS[code] ?? familyMeaning(code);
}

/** Who ended it. */
export const ENDED_BY: Readonly<Record<Close['by'], string>> = {
  server: 'the server',
  client: 'the client',
  line: 'nobody; the line broke',
};

/** RFC 6455, 7.4.1, and what this server sends (`lib/pusher-server/protocol/close-codes.ts`). */
const MEANINGS: Readonly<Record<number, string>> = {
  1000: 'done',
  1001: 'page left',
  1002: 'broke the protocol',
  1003: 'sent what is not taken',
  1005: 'closed without a code',
  1006: 'line broke',
  1007: 'sent what is no text',
  1008: 'broke a rule',
  1009: 'message too large',
  1011: 'fault of the server',
  4001: 'unknown key',
  4006: 'protocol version malformed',
  4007: 'protocol version not supported',
  4008: 'protocol version missing',
  4009: 'not allowed, or signed out',
  4100: 'too much, or never subscribed',
  4200: 'shutting down',
  4201: 'no answer to a ping',
};

/** The hundreds decide what a client does next (Channels protocol). */
function familyMeaning(code: number): string {
  if (code >= 4000 && code < 4100) return 'refused for good';
  if (code >= 4100 && code < 4200) return 'come back later';
  if (code >= 4200 && code < 4300) return 'come back at once';
  return 'no known meaning';
}
