import { CLOSE, type Close } from '../protocol/close-codes';

/** An upgrade that asks for a Pusher connection: the application's key, and the query behind it. */
export type UpgradeTarget = { readonly key: string; readonly query: string };

/**
 * Reads the request target of an upgrade; null when it is not exactly `<path>/<key>`. An absolute address
 * (`GET http://…`), a second slash or one more segment is somebody else's business, and nothing of it is
 * ever resolved or connected to.
 */
export function upgradeTarget(url: string | undefined, path: string): UpgradeTarget | null {
  if (url === undefined || !url.startsWith(`${path}/`)) return null;
  const mark = url.indexOf('?');
  const key = url.slice(path.length + 1, mark < 0 ? undefined : mark);
  if (!KEY.test(key)) return null;
  return { key, query: mark < 0 ? '' : url.slice(mark + 1) };
}

/** Why this protocol version cannot be served, or null when it can. Other parameters are of no interest. */
export function protocolRefusal(query: string): Close | null {
  const version = new URLSearchParams(query).get('protocol');
  if (version === null || version === '') return CLOSE.missingProtocol;
  if (!/^[0-9]+$/.test(version)) return CLOSE.malformedProtocol;
  return SERVED.has(Number(version)) ? null : CLOSE.unsupportedProtocol;
}

/** A key that is no application's gets its close code; what cannot even be a key is not our path. */
const KEY = /^[A-Za-z0-9_%.~-]{1,200}$/;
const SERVED = new Set([5, 6, 7]);
