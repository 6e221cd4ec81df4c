const KIB = 1024;

/** Every bound of the server. Names end in their unit; counts have none. `Infinity` switches one off. */
export type Limits = {
  /** One message from a client, all its fragments together; beyond it the socket is closed with 1009. */
  readonly maxPayloadBytes: number;
  /** What one connection may leave unread in our memory; beyond it the connection is cut and counted. */
  readonly maxUnsentBytes: number;
  /** Open sockets of the whole server; beyond it an upgrade is answered 503. */
  readonly maxConnections: number;
  /** Open sockets from one address, of IPv6 from one /64; beyond it 429. Behind a proxy everybody has the proxy's address. */
  readonly maxConnectionsPerAddress: number;
  /** Messages one connection may send while it leaves answers unread; beyond it the connection is cut. */
  readonly maxUnreadAnswers: number;
  /** Subscriptions one connection may hold at a time. */
  readonly maxChannelsPerConnection: number;
  /**
   * Subscriptions of the whole server, some 400 bytes each with a channel of its own; beyond it they are refused.
   * Channels that need no signature have half of it.
   */
  readonly maxSubscriptions: number;
  /** Messages, pings and pongs one connection may send within a second; beyond it it is closed with 4100. */
  readonly maxMessagesPerSecond: number;
  /** The body of one HTTP call; beyond it 413. Ten escaped events of 10 KiB fit the default. */
  readonly maxHttpBodyBytes: number;
  /** The `data` of one event, triggered or from a client (Channels: 10 KB). */
  readonly maxEventDataBytes: number;
  /** Characters of an event's name (Channels: 200). */
  readonly maxEventNameLength: number;
  /** Channels of one `events` call (Channels: 100). */
  readonly maxChannelsPerEvent: number;
  /** Events of one `batch_events` call (Channels: 10). */
  readonly maxEventsPerBatch: number;
  /** Frames that wait for their turn in the fan-out; beyond it triggers are refused, and announced joins. */
  readonly maxQueuedBytes: number;
  /** How far `auth_timestamp` may lie from our clock, either way (Channels: 600 s). */
  readonly httpWindowSeconds: number;
  /** Signatures remembered against replays, about 40 bytes each; when full, the window narrows instead. */
  readonly maxUsedSignatures: number;
  /** Different users on one presence channel (Channels: 100). */
  readonly maxPresenceMembers: number;
  /** `user_info` of one member, as JSON (Channels: 1 KB). */
  readonly maxUserInfoBytes: number;
  /** Characters of a `user_id` (Channels: 128). */
  readonly maxUserIdLength: number;
  /** Client events one connection may send within a second; beyond it each is answered 4301 (Channels: 10). */
  readonly maxClientEventsPerSecond: number;
  /** Last events kept for cache channels, one a channel; the oldest is forgotten first. */
  readonly maxCachedEvents: number;
  /** How long a cache channel remembers its last event (Channels: 30 minutes). */
  readonly cacheSeconds: number;
};

/** What holds when the embedding application says nothing. */
export const DEFAULT_LIMITS: Limits = {
  maxPayloadBytes: 16 * KIB,
  maxUnsentBytes: KIB * KIB,
  maxConnections: 20_000,
  maxConnectionsPerAddress: Number.POSITIVE_INFINITY,
  maxUnreadAnswers: 1_000,
  maxChannelsPerConnection: 200,
  maxSubscriptions: 500_000,
  maxMessagesPerSecond: 1_000,
  maxHttpBodyBytes: 256 * KIB,
  maxEventDataBytes: 10 * KIB,
  maxEventNameLength: 200,
  maxChannelsPerEvent: 100,
  maxEventsPerBatch: 10,
  maxQueuedBytes: 64 * KIB * KIB,
  httpWindowSeconds: 600,
  maxUsedSignatures: 1_000_000,
  maxPresenceMembers: 100,
  maxUserInfoBytes: KIB,
  maxUserIdLength: 128,
  maxClientEventsPerSecond: 10,
  maxCachedEvents: 1_000,
  cacheSeconds: 1_800,
};

/**
 * How high a bound may be, where that has an end: the signatures of one second are a `Set`, and V8 gives one 2^24
 * places. The next one would throw, in the middle of a call that has been accepted.
 */
export const HIGHEST_LIMITS: Partial<Limits> = { maxUsedSignatures: 2 ** 24 - 1 };

/**
 * The defaults with the given bounds laid over them.
 * @throws RangeError when a bound is not a positive number (a limit of `NaN` would refuse nothing), or is too high.
 */
export function withLimits(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`The limit ${name} must be above zero, not ${value}`);
  }
  for (const [name, highest] of Object.entries(HIGHEST_LIMITS)) {
    // The names of the one are names of the other; `Object.entries` forgets that.
    const value = limits[name as keyof Limits];
    if (value > highest) throw new RangeError(`The limit ${name} must be at most ${highest}, not ${value}`);
  }
  return limits;
}
