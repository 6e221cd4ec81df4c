import type { IncomingMessage } from 'node:http';
import type { AllowedOrigins } from './edge/origin';
import type { WebhookPatience, WebhookTarget } from './edge/webhooks';
import type { Logger, PongData } from './hub/policy';
import type { Limits } from './protocol/limits';

/** An application: its id in HTTP paths, its key in addresses and signatures, and the secret that signs. */
export type PusherApp = { readonly id: string; readonly key: string; readonly secret: string };

/** How the server is set up. Only `apps` has no default. */
export type PusherServerOptions = {
  /** At least one, each with its own id and key. The first is meant where no application is named. */
  readonly apps: readonly PusherApp[];
  /** Seconds of silence before a client pings; the server pings at two thirds, gives up at four thirds. Default 30. */
  readonly activityTimeoutSeconds?: number;
  /** Bounds that differ from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Who may connect from a browser. Default `any`, as the hosted service: no cookie authorises anything here. */
  readonly allowedOrigins?: AllowedOrigins;
  /** Closes, with 4100, a connection that has never subscribed after so many seconds. Default: never. */
  readonly subscribeWithinSeconds?: number;
  /** Refuses a signed HTTP call that was made before, with 401. Default true. */
  readonly refuseReplays?: boolean;
  /** Asked once a private signature was accepted; false refuses: room for single-use grants. Must be quick. */
  readonly mayJoin?: (socketId: string, channel: string) => boolean;
  /**
   * Asked when a client pings; what it answers is the `data` of the pong, an object on the wire, undefined leaves the
   * pong plain. Official clients take no notice of it: it is for an application's own. A promise holds the pong up, and
   * clients give up on one after seconds, so it must settle soon; one question at a time for a connection. Default none.
   */
  readonly pongData?: PongData;
  /** A connection is gone, for whatever reason. Called once for each. */
  readonly onClose?: (socketId: string) => void;
  /**
   * Whether anybody may join channels that need no signature. Default true, as the hosted service. An
   * application that uses none should say false: a stranger could fill the memory with channels of their own.
   */
  readonly publicChannels?: boolean;
  /** Whether clients may send each other events named `client-…`. Default false. */
  readonly clientEvents?: boolean;
  /**
   * Whether subscribers are told how many they are, at every coming and going, presence channels apart.
   * Default false: on a channel of a thousand it is a thousand frames each time. Beyond a hundred subscribers a
   * count that would wait behind an earlier one is left out; the last is always told.
   */
  readonly subscriptionCounts?: boolean;
  /** Who is told of happenings on channels. Default nobody. */
  readonly webhooks?: readonly WebhookTarget[];
  /** How long webhooks are tried. */
  readonly webhookPatience?: WebhookPatience;
  /**
   * Where a connection comes from; of IPv6 its /64 is counted. Default the socket's address; behind a proxy, read the
   * header you trust.
   */
  readonly addressOf?: (request: IncomingMessage) => string;
  /** A pino logger or its like. Default: silence. */
  readonly logger?: Logger;
  /** Where connections are accepted: `<path>/<key>`. Default `/app`, which official clients expect. */
  readonly webSocketPath?: string;
};

/**
 * The applications, checked.
 * @throws RangeError when there is none, when two share an id or a key, or when one could not be addressed.
 */
export function checkedApps(apps: readonly PusherApp[]): readonly PusherApp[] {
  if (apps.length === 0) throw new RangeError('A Pusher server needs an application');
  for (const { id, key, secret } of apps) {
    if (!NAME.test(id) || !NAME.test(key)) {
      throw new RangeError('An application id or key has 1 to 100 of A-Z a-z 0-9 _ -');
    }
    if (secret === '') throw new RangeError(`The application ${id} has no secret`);
  }
  if (new Set(apps.map(({ id }) => id)).size < apps.length)
    throw new RangeError('Two applications share an id');
  if (new Set(apps.map(({ key }) => key)).size < apps.length) {
    throw new RangeError('Two applications share a key');
  }
  return apps;
}

/**
 * The times, checked: a timeout of `NaN` would end nobody, one of 0 everybody.
 * @throws RangeError when one is no number of seconds above zero.
 */
export function checkTimes({ activityTimeoutSeconds, subscribeWithinSeconds }: PusherServerOptions): void {
  for (const [name, value] of Object.entries({ activityTimeoutSeconds, subscribeWithinSeconds })) {
    if (value !== undefined && !(value > 0 && value <= MAX_SECONDS)) {
      throw new RangeError(`${name} must be above zero and at most a day, not ${value}`);
    }
  }
}

const MAX_SECONDS = 86_400;
const NAME = /^[A-Za-z0-9_-]{1,100}$/;
