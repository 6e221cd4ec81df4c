import type { Passing } from './broken-server';

/** Whether it is about a presence channel. */
export function isPresence({ channel }: Passing): boolean {
  return String(channel).startsWith('presence-');
}

/** Whether it is no message of the protocol itself. */
export function isEvent({ event }: Passing): boolean {
  return !String(event).startsWith('pusher');
}

/** The code of a `pusher:error`; undefined for anything else. */
export function errorCodeOf({ event, data }: Passing): unknown {
  return event === 'pusher:error' ? (data as { code?: unknown }).code : undefined;
}

/** The value that `data` writes as JSON; text stays text. */
export function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data)) as unknown;
  } catch {
    // No JSON.
    return data;
  }
}
