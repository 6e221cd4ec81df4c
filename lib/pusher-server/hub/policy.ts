/** What the embedding application decides and wants to hear. A callback that throws is logged and survived. */
export type Policy = {
  /** Asked after a signature was accepted; false refuses all the same. */
  readonly mayJoin?: (socketId: string, channel: string) => boolean;
  /** Asked at a client's ping; what it answers goes into the pong. */
  readonly pongData?: PongData;
  /** Told once for every connection that was open. */
  readonly onClose?: (socketId: string) => void;
  /** Whether channels without a signature may be joined; unless false, they may. */
  readonly publicChannels?: boolean;
  /** Whether clients may send events to each other. */
  readonly clientEvents?: boolean;
  /** Whether subscribers are told how many they are. */
  readonly subscriptionCounts?: boolean;
  readonly logger?: Logger;
};

/** What the pong to one connection shall carry, as JSON; undefined for nothing. */
export type PongData = (connection: {
  readonly socketId: string;
  readonly channels: readonly string[];
}) => object | undefined | Promise<object | undefined>;

/** The part of a pino logger that is used: an object of facts first, then a sentence. */
export type Logger = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};

/** Something that happened on a channel, as a webhook tells it. */
export type Happening =
  | { readonly name: 'channel_occupied' | 'channel_vacated' | 'cache_miss'; readonly channel: string }
  | { readonly name: 'member_added' | 'member_removed'; readonly channel: string; readonly user_id: string }
  | { readonly name: 'subscription_count'; readonly channel: string; readonly subscription_count: number }
  | {
      readonly name: 'client_event';
      readonly channel: string;
      readonly event: string;
      /** As a string: text as it came, anything else as JSON. */
      readonly data: string;
      readonly socket_id: string;
      readonly user_id?: string;
    };
