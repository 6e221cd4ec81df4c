import type { Role } from '@/lib/inbox/audience';
import type { Actor } from '@/lib/inbox/audit';
import type { Content, Filter } from '@/lib/inbox/notification';
import type { Operation } from '@/lib/inbox/operation';
import type { Counts, Cursor, FeedPage, InboxEvent, SyncAnswer } from '@/lib/inbox/stream';
import type { Answers, Once } from './once';
import type { Aiming } from './store-aiming';
import type { Audit } from './store-audit';
import type { Broadcasts } from './store-broadcasts';
import type { Clicks } from './store-clicks';
import type { Follow } from './store-follow';
import type { Groups } from './store-groups';
import type { People } from './store-people';
import type { Upkeep } from './store-upkeep';

/**
 * The only seam between the application and its data. One async method per domain operation, each one
 * transaction: nothing outside `db/` knows the dialect. Every method that touches an inbox takes the
 * viewer's id first and reaches rows through it, so a stranger's row is *not found*. Times go in as
 * milliseconds (`now`) and come out as ISO 8601; ids are made by the caller.
 *
 * Reading, syncing, counting or changing an inbox first replays the broadcast log into it, in the same
 * transaction. Whatever moved a stream's head is told to `onMoved` after the commit.
 *
 * Refusals are `AppError`s: `not_found`, `conflict` (with `facts`), `unavailable` when another process
 * holds the write lock, `storage_full` when the disk is.
 */
export type Store = Accounts &
  People &
  Aiming &
  Inboxes &
  Clicks &
  Outbox &
  Broadcasts &
  Follow &
  Groups &
  ApiKeys &
  Audit &
  Answers &
  Upkeep;

export type User = Readonly<{
  id: string;
  /** Lower case. */
  email: string;
  name: string;
  role: Role;
  /** Rises when every token of this person must stop working (password change, sign out everywhere). */
  authVersion: number;
  disabledAt: string | null;
  createdAt: string;
}>;

export type Session = Readonly<{ id: string; userId: string; createdAt: string; expiresAt: string }>;

export type Accounts = {
  /** `conflict` when the address is taken. The new stream starts at the broadcast log's head: nobody gets what was sent before they joined. */
  createUser(user: NewUser): Promise<User>;
  /** Makes an administrator if, and only if, there is no user at all; otherwise `conflict`. */
  createFirstAdministrator(user: Omit<NewUser, 'role'> & { by?: Actor }): Promise<User>;
  hasUsers(): Promise<boolean>;
  findUser(id: string): Promise<User | null>;
  findCredentials(email: string): Promise<{ user: User; passwordHash: string } | null>;
  /** Which of these ids and addresses (at most 1,000) name a person who is not disabled; others are absent from the map. */
  resolveRecipients(references: readonly string[]): Promise<ReadonlyMap<string, string>>;
  createSession(session: { id: string; userId: string; now: number; expiresAt: number }): Promise<Session>;
  /** The live session and its user: not revoked, not expired, not idle since `idleAfter`, the user not disabled. Records the use at most once a minute. */
  findSession(
    id: string,
    at: { now: number; idleAfter: number },
  ): Promise<{ session: Session; user: User } | null>;
  /** What those of these sessions (at most 1,000) are good for that live, by the same rule; the others are absent. Records no use. */
  findStandings(
    ids: readonly string[],
    at: { now: number; idleAfter: number },
  ): Promise<ReadonlyMap<string, Pick<User, 'authVersion' | 'role'>>>;
  /** Answers whose it was; null when there is none, or when it was revoked before. */
  revokeSession(id: string, now: number): Promise<string | null>;
};

export type NewUser = Readonly<{
  id: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
  now: number;
}>;

export type Mutation = Readonly<{
  /** Names what was done so that it can be undone; null when nothing changed or it cannot be. */
  operation: string | null;
  event: InboxEvent;
  /** Broadcasts whose figures this moved. */
  broadcasts: readonly string[];
}>;

export type Mark = 'read' | 'unread' | 'archived' | 'restored';

export type Inboxes = {
  feed(
    viewerId: string,
    page: { filter: Filter; before: number | null; limit: number; now: number },
  ): Promise<FeedPage>;
  sync(viewerId: string, since: { cursor: Cursor | null; now: number }): Promise<SyncAnswer>;
  counts(viewerId: string, now: number): Promise<{ cursor: string; counts: Counts }>;
  /**
   * Where the stream stands, once the broadcast log has been replayed into it: whoever holds this holds everything.
   * `unavailable` or `storage_full` when something is due that cannot be replayed now.
   */
  tip(viewerId: string, now: number): Promise<Cursor>;
  /**
   * One notification for each recipient, in one transaction. `not_found` when one has no stream: then nothing is
   * stored. The answer names each recipient as `calledAs` says, by the id unless given.
   */
  append(notifications: {
    recipients: readonly { readonly userId: string; readonly id: string; readonly calledAs?: string }[];
    content: Content;
    /** Marked as a test on every screen; whoever tests a broadcast leaves an entry in the audit log with it. */
    testOf?: { readonly id: string; readonly title: string; readonly version: number; readonly by?: Actor };
    /** Who answers for it in the audit log. */
    by?: Actor;
    once?: Once | null;
    now: number;
  }): Promise<{ ids: readonly { readonly recipient: string; readonly id: string }[] }>;
  /**
   * `not_found` for a row that is not the viewer's. Here and in the two below: with `once`, whose key is the
   * operation's id, the act is recorded also when it changes nothing; when it was recorded before, nothing is done
   * and the event claims nothing but where the stream stands. `editedAt`: of the text that was on screen. Where
   * another one asks to be read since then, and was not seen yet, nothing is done.
   */
  mark(
    viewerId: string,
    mark: {
      id: string;
      as: Mark;
      editedAt?: string | null;
      operationId: string;
      once?: Once | null;
      now: number;
    },
  ): Promise<Mutation>;
  /** Reads what the filter shows and whose `sortSeq` is at most `through.seq`; `conflict` when `through` is not of this history. */
  readAll(
    viewerId: string,
    bulk: { through: Cursor; filter: Filter; operationId: string; once?: Once | null; now: number },
  ): Promise<Mutation>;
  /** Seen, for at most 100 ids; ids that are not the viewer's change nothing. Cannot be undone. */
  view(viewerId: string, viewing: { ids: readonly string[]; now: number }): Promise<Mutation>;
  /**
   * Puts back exactly what the operation changed, field by field, where nothing else has changed it since. A second
   * time changes nothing. `not_found` for what is not the viewer's, is an undoing itself, or is older than 30 days.
   */
  undo(
    viewerId: string,
    undoing: { operationId: string; once?: Once | null; now: number },
  ): Promise<Mutation>;
  /** What the viewer did since then, changed something and is not undone, newest first; at most 100. */
  operations(viewerId: string, page: { since: number; limit: number }): Promise<readonly Operation[]>;
};

export type Outbox = {
  /** Streams whose head has not been published, oldest first. */
  dirtyStreams(limit: number): Promise<readonly string[]>;
  /** The event that covers all a stream has not published, fat or thin; null when there is nothing. */
  pendingEvent(userId: string): Promise<InboxEvent | null>;
  /** Remembers what was published; never lowers it. */
  markPublished(published: readonly { readonly userId: string; readonly seq: number }[]): Promise<void>;
};

export type ApiKey = Readonly<{
  id: string;
  name: string;
  scopes: readonly ApiKeyScope[];
  createdBy: { id: string; name: string };
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}>;
export type ApiKeyScope = 'notify:send';

export type ApiKeys = {
  createApiKey(key: {
    id: string;
    name: string;
    hash: string;
    scopes: readonly ApiKeyScope[];
    createdBy: string;
    by?: Actor;
    once?: Once | null;
    now: number;
  }): Promise<ApiKey>;
  /** Newest first, at most 200, revoked ones included. */
  listApiKeys(): Promise<readonly ApiKey[]>;
  /** The live key and its SHA-256; null when unknown or revoked. */
  findApiKey(id: string): Promise<{ key: ApiKey; hash: string } | null>;
  /** Recorded at most once a minute. */
  touchApiKey(id: string, now: number): Promise<void>;
  /** `not_found` when there is none; revoking twice is harmless. */
  revokeApiKey(id: string, revoking: { by?: Actor; now: number }): Promise<void>;
};

/**
 * What the store tells the rest after each commit that moved heads: which streams, whether the broadcast log
 * moved, and which broadcasts' figures a replay moved (a read replays too, and nobody else hears of it).
 * It must not throw: the work is done by then.
 */
export type StoreListener = (moved: {
  readonly streams: readonly string[];
  readonly broadcastLog: boolean;
  readonly replayed: readonly string[];
}) => void;
