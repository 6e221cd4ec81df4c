/** Why a connection ends, as its close frame says it. A reason is at most 123 bytes (RFC 6455, 5.5). */
export type Close = { readonly code: number; readonly reason: string };

/**
 * Every close this server starts. The hundreds decide what clients do next (Channels protocol, "error
 * codes"): 4000–4099 never return, 4100–4199 return after a second, 4200–4299 return at once.
 */
export const CLOSE = {
  unknownKey: { code: 4001, reason: 'No application has this key' },
  malformedProtocol: { code: 4006, reason: 'The protocol version is not a number' },
  unsupportedProtocol: { code: 4007, reason: 'This protocol version is not supported' },
  missingProtocol: { code: 4008, reason: 'The protocol version is missing' },
  unauthorised: { code: 4009, reason: 'The connection is not authorised' },
  terminated: { code: 4009, reason: 'The application ended this connection' },
  tooManyMessages: { code: 4100, reason: 'Too many messages; come back later' },
  tooBusy: { code: 4100, reason: 'Too much is waiting to be sent; come back later' },
  neverSubscribed: { code: 4100, reason: 'Nothing was subscribed in time' },
  shuttingDown: { code: 4200, reason: 'The server is restarting' },
  noPong: { code: 4201, reason: 'No sign of life; the ping was not answered' },
  /** RFC 6455: a defect on our side. Clients return after a second. */
  defect: { code: 1011, reason: 'Internal error' },
} as const satisfies Record<string, Close>;
