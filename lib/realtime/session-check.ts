import type { Log } from './log';
import type { SessionSockets } from './session-sockets';
import { systemTimers, type Timers } from './timers';

/**
 * Compares, every 30 seconds, the sessions of all that is open here with the store, and closes what its session does
 * not carry any more: it was revoked, expired or idle, its person disabled, given another role or other credentials. A
 * sign-out closes its own at once; this is for whatever did not come this way: another process, a time that passed.
 */
export function createSessionCheck(options: {
  /** Whatever is open under sessions. */
  registers: readonly Pick<SessionSockets, 'sessions' | 'closeAll'>[];
  /** What those of these sessions (at most 500) are good for that live; the others are absent. */
  standings: (sessionIds: readonly string[]) => Promise<ReadonlyMap<string, Standing>>;
  logger: Log;
  timers?: Timers;
}): SessionCheck {
  const { registers, standings, logger, timers = systemTimers } = options;
  let state: 'idle' | 'looking' | 'looking, again' | 'stopped' = 'stopped';
  let cancelLook = () => {};
  let isFailing = false;

  function start(): void {
    state = 'idle';
    cancelLook = timers.after(EVERY_MS, look);
  }

  function look(): void {
    if (state === 'looking') state = 'looking, again';
    if (state !== 'idle') return;
    state = 'looking';
    cancelLook();
    void compareAll().then(() => {
      if (state === 'stopped') return;
      const again = state === 'looking, again';
      state = 'idle';
      if (again) look();
      else cancelLook = timers.after(EVERY_MS, look);
    });
  }

  async function compareAll(): Promise<void> {
    try {
      const known = new Set(registers.flatMap(({ sessions }) => [...sessions().keys()]));
      const ids = [...known];
      for (let from = 0; from < ids.length && state !== 'stopped'; from += CHUNK) {
        if (from > 0) await new Promise<void>((resume) => timers.soon(resume));
        await compare(ids.slice(from, from + CHUNK));
      }
      if (isFailing) logger.info({}, 'Open connections are compared with their sessions again');
      isFailing = false;
    } catch (error) {
      if (!isFailing) logger.error({ err: error }, 'Open connections cannot be compared with their sessions');
      isFailing = true;
    }
  }

  async function compare(ids: readonly string[]): Promise<void> {
    const asked = registers.map((register) => ({ register, before: register.sessions() }));
    const now = await standings(ids);
    for (const { register, before } of asked) {
      for (const id of ids) {
        const standing = before.get(id);
        const found = now.get(id);
        if (standing === undefined || (found && standingOf(found) === standing)) continue;
        register.closeAll(id);
        logger.info({ session: id }, 'Closed what a session does not carry any more');
      }
    }
  }

  function stop(): void {
    state = 'stopped';
    cancelLook();
  }

  return { start, look, stop };
}

/** What a session was good for when something was opened under it, in one word to compare. */
export function standingOf({ authVersion, role }: Standing): string {
  return `${authVersion} ${role}`;
}

export type Standing = Readonly<{ authVersion: number; role: string }>;

export type SessionCheck = Readonly<{
  /** Looks every 30 seconds from now on. */
  start(): void;
  /** Looks now: something changed that may have ended sessions. Never throws and never waits. */
  look(): void;
  stop(): void;
}>;

const EVERY_MS = 30_000;
/** One query each; between two others have their turn. */
const CHUNK = 500;
