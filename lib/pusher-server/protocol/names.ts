/** What a channel's name says about it. One shared object per kind, so kinds may be compared with `===`. */
export type ChannelKind = {
  /** Who may join: everybody, holders of a signature, or holders of one that names a member. */
  readonly access: 'public' | 'private' | 'presence';
  /** The payload is ciphertext; nothing but the server may send. */
  readonly encrypted: boolean;
  /** The last event is kept for whoever comes later. */
  readonly cache: boolean;
};

/**
 * The kind a name declares. The prefix counts only **with its dash**: `presenceful` and `privatenews` are
 * public channels. Call it on valid names only.
 */
export function channelKind(name: string): ChannelKind {
  for (const [prefix, kind] of PREFIXES) {
    if (name.startsWith(prefix)) return kind;
  }
  return PUBLIC;
}

/**
 * Whether a client may name this channel: 1–200 of `A–Z a–z 0–9 _ - = @ , . ;` (Channels, "naming").
 * The alphabet has no colon and no line break: what is signed for a channel can therefore never be
 * read as anything else that is signed (GHSA-7v7m-pcw5-h3cg).
 */
export function isChannelName(name: unknown): name is string {
  return typeof name === 'string' && CHANNEL_NAME.test(name);
}

/** Whether this can be a socket id: two numbers of 1–20 ASCII digits. Ours have 15 at most. */
export function isSocketId(id: unknown): id is string {
  return typeof id === 'string' && SOCKET_ID.test(id);
}

/** The user id in `#server-to-user-<id>`, the server's own channel for one signed-in user; else null. */
export function serverToUserId(name: string): string | null {
  const id = name.startsWith(SERVER_TO_USER) ? name.slice(SERVER_TO_USER.length) : '';
  return id === '' ? null : id;
}

/** The channel on which the server speaks to one signed-in user. */
export function serverToUserChannel(userId: string): string {
  return `${SERVER_TO_USER}${userId}`;
}

/** Names beginning so are the protocol's own and may not be triggered by anybody. */
export function isReservedEvent(name: string): boolean {
  return name.startsWith('pusher:') || name.startsWith('pusher_internal:');
}

/** Whether a client sent this to its peers rather than to the server. */
export function isClientEvent(name: string): boolean {
  return name.startsWith('client-');
}

const CHANNEL_NAME = /^[A-Za-z0-9_\-=@,.;]{1,200}$/;
const SOCKET_ID = /^[0-9]{1,20}\.[0-9]{1,20}$/;
const SERVER_TO_USER = '#server-to-user-';

const kind = (access: ChannelKind['access'], encrypted: boolean, cache: boolean): ChannelKind => ({
  access,
  encrypted,
  cache,
});

const PUBLIC = kind('public', false, false);

// The longest first: each is a prefix of the ones above it.
const PREFIXES: readonly (readonly [string, ChannelKind])[] = [
  ['private-encrypted-cache-', kind('private', true, true)],
  ['private-encrypted-', kind('private', true, false)],
  ['private-cache-', kind('private', false, true)],
  ['private-', kind('private', false, false)],
  ['presence-cache-', kind('presence', false, true)],
  ['presence-', kind('presence', false, false)],
  ['cache-', kind('public', false, true)],
];
