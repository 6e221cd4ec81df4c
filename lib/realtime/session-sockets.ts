/**
 * Which sockets were authorised under which session, so that ending a session closes them. A socket may
 * stand under several sessions (another person signed in on the same page without reloading it) and is
 * closed with the first of them that ends.
 *
 * Beyond a bound the session that asks for more gives way with its own oldest socket, never a stranger's. It
 * is closed, not forgotten: an open socket that no sign-out reaches is the worse end.
 *
 * A session that was closed stays closed for a minute here: an authorisation that had read the session
 * before it was revoked, and comes to `remember` after, has its socket closed at once.
 */
export function createSessionSockets(options: {
  /** Closes a connection with this code; unknown or closed ones must be harmless. */
  close: (socketId: string, code: number, reason: string) => void;
  /** Milliseconds of a clock that is never put back: `performance.now`. */
  now: () => number;
  /** Sockets of one session, so that nobody fills the whole; a browser has one for each of its open tabs. */
  maxPerSession?: number;
  /** Sockets kept in all. */
  maxSockets?: number;
}): SessionSockets {
  const { close, now, maxPerSession = 200, maxSockets = 50_000 } = options;
  const sessionsOf = new Map<string, Set<string>>();
  const socketsOf = new Map<string, Set<string>>();
  const endedAt = new Map<string, number>();
  const standings = new Map<string, string>();

  function forget(socketId: string): void {
    for (const sessionId of sessionsOf.get(socketId) ?? []) {
      const sockets = socketsOf.get(sessionId);
      sockets?.delete(socketId);
      if (sockets?.size !== 0) continue;
      socketsOf.delete(sessionId);
      standings.delete(sessionId);
    }
    sessionsOf.delete(socketId);
  }

  function end(socketId: string): void {
    forget(socketId);
    close(socketId, UNAUTHORIZED, 'The session has ended');
  }

  function remember(sessionId: string, socketId: string, standing = ''): void {
    forgetEnded();
    if (endedAt.has(sessionId)) {
      end(socketId);
      return;
    }
    // What was opened while the session was good for something else goes: for less, or for more.
    if (standings.get(sessionId) !== standing) {
      const isOpenedBefore = socketsOf.get(sessionId)?.has(socketId);
      closeAll(sessionId);
      if (isOpenedBefore) return;
    }
    standings.set(sessionId, standing);
    const sessions = (sessionsOf.get(socketId) ?? new Set()).add(sessionId);
    sessionsOf.set(socketId, sessions);
    const own = socketsOf.get(sessionId) ?? new Set();
    // Taken out and put back: the set's order is then the order of the newest authorisation.
    own.delete(socketId);
    socketsOf.set(sessionId, own.add(socketId));

    if (sessions.size > MAX_SESSIONS) end(socketId);
    const [oldest] = own;
    if ((own.size > maxPerSession || sessionsOf.size > maxSockets) && oldest !== undefined) end(oldest);
  }

  function closeSession(sessionId: string): void {
    forgetEnded();
    endedAt.delete(sessionId);
    endedAt.set(sessionId, now());
    closeAll(sessionId);
  }

  function closeAll(sessionId: string): void {
    for (const socketId of [...(socketsOf.get(sessionId) ?? [])]) end(socketId);
  }

  function forgetEnded(): void {
    for (const [sessionId, at] of endedAt) {
      if (now() - at < ENDED_KEPT_MS && endedAt.size <= MAX_ENDED) return;
      endedAt.delete(sessionId);
    }
  }

  return {
    remember,
    closeSession,
    closeAll,
    forget,
    size: () => sessionsOf.size,
    sessions: () => new Map(standings),
  };
}

export type SessionSockets = Readonly<{
  /**
   * Records that a session was authorised for a socket; closes the socket when the session has just ended. `standing`
   * says what the session is good for now: sockets from when it said something else are closed.
   */
  remember(sessionId: string, socketId: string, standing?: string): void;
  /** Closes every socket of a session that has ended, with 4009. */
  closeSession(sessionId: string): void;
  /** The same, of a session that may go on: what comes next is welcome. */
  closeAll(sessionId: string): void;
  /** What each session was good for that has a socket. A copy. */
  sessions(): ReadonlyMap<string, string>;
  /** To be called when a connection is gone, whatever ended it. */
  forget(socketId: string): void;
  /** How many sockets are recorded. */
  size(): number;
}>;

/** The protocol's "unauthorised": pusher-js does not come back by itself. */
const UNAUTHORIZED = 4009;
/** Far longer than an authorisation takes between reading its session and recording the socket. */
const ENDED_KEPT_MS = 60_000;
const MAX_ENDED = 10_000;
/** People who took turns at one open page; more is somebody playing, and the socket is closed. */
const MAX_SESSIONS = 8;
