/** Why a connection ends, as its close frame says it. A reason is at most 123 bytes (RFC 6455, 5.5). */
export type Close = { readonly code: number; readonly reason: string };

/**
 * Every close this server starts. The hundreds decide what clients do next (Channels protocol, "error
 * codes"): 4000–4099 never return, 4100–4199 return after a second, 4200–4299 return at once. Each reason begins
 * with that list's own sentence, which people look up; what this server knows beyond it follows the colon.
 */
export const CLOSE = {
  unknownKey: { code: 4001, reason: 'Application does not exist' },
  malformedProtocol: { code: 4006, reason: 'Invalid version string format' },
  unsupportedProtocol: { code: 4007, reason: 'Unsupported protocol version' },
  missingProtocol: { code: 4008, reason: 'No protocol version supplied' },
  unauthorised: { code: 4009, reason: 'Connection is unauthorized' },
  terminated: { code: 4009, reason: 'Connection is unauthorized: ended by the application' },
  tooManyMessages: { code: 4100, reason: 'Over capacity: too many messages a second' },
  tooBusy: { code: 4100, reason: 'Over capacity: too much is waiting to be sent' },
  neverSubscribed: { code: 4100, reason: 'Over capacity: nothing was subscribed in time' },
  shuttingDown: { code: 4200, reason: 'Generic reconnect immediately: the server is shutting down' },
  noPong: {
    code: 4201,
    reason: 'Pong reply not received: ping was sent to the client, but no reply was received',
  },
  /** RFC 6455: a defect on our side. Clients return after a second. */
  defect: { code: 1011, reason: 'Internal error' },
} as const satisfies Record<string, Close>;
