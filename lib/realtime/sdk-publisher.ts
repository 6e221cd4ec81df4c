import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Pusher from 'pusher';
import type { RealtimeConfig } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { assertBatchSize, type Publisher } from './publisher';
import { type Answer, readAcceptance } from './service-answer';

/**
 * Publishes through another Pusher-protocol service with the official library. Who listens there is not
 * known here. A refusal or a failure rejects with `AppError('unavailable')`, which names the status and the
 * cause but never the address that was asked: it carries the key and a signature.
 */
export function createSdkPublisher(
  realtime: RealtimeConfig,
  { timeoutMs = PUBLISH_TIMEOUT_MS }: { timeoutMs?: number } = {},
): Publisher {
  const { service } = realtime;
  if (service === null) throw new Error('The embedded server is published to without the library.');
  // Without keep-alive each event would pay for a new connection and its TLS handshake.
  const AgentOfScheme = service.secure ? HttpsAgent : HttpAgent;
  const agent = new AgentOfScheme({ keepAlive: true, maxSockets: MAX_SOCKETS });
  const pusher = new Pusher({
    appId: realtime.appId,
    key: realtime.key,
    secret: realtime.secret,
    useTLS: service.secure,
    timeout: timeoutMs,
    agent,
    ...addressOf(service),
  });
  let closed = false;

  async function ask(send: () => Promise<Answer>): Promise<void> {
    if (closed) throw new Error('The publisher is closed.');
    try {
      await withDeadline(timeoutMs, send().then(readAcceptance));
    } catch (cause) {
      // A connection that answers nothing more would be handed out again: what is late goes with all its kind.
      if (cause instanceof LateAnswer) agent.destroy();
      throw refusal(cause, timeoutMs);
    }
  }

  return {
    publish: ({ channel, name, data }) => ask(async () => pusher.trigger(channel, name, data)),
    async publishBatch(events) {
      assertBatchSize(events.length);
      for (let start = 0; start < events.length; start += PROTOCOL_BATCH) {
        // Copies: the library writes the serialised data back into what it is given.
        const batch = events
          .slice(start, start + PROTOCOL_BATCH)
          .map(({ channel, name, data }) => ({ channel, name, data }));
        await ask(async () => pusher.triggerBatch(batch));
      }
    },
    onlineUsers: () => null,
    mayHaveListeners: () => true,
    async close() {
      closed = true;
      agent.destroy();
    },
  };
}

/**
 * An answer normally takes some tens of milliseconds; what has not come after this long is not coming. A service that
 * hung is noticed to be back only when the attempt that it swallowed is given up: with the relay's longest rest this is
 * within five seconds.
 */
const PUBLISH_TIMEOUT_MS = 2_000;
/** Events in one call of the HTTP API (pusher.com/docs/channels/library_auth_reference/rest-api). */
const PROTOCOL_BATCH = 10;
/** More connections than the relay has attempts under way are never needed. */
const MAX_SOCKETS = 16;

function addressOf(service: NonNullable<RealtimeConfig['service']>) {
  if (service.cluster !== null) return { cluster: service.cluster };
  if (service.host === null) throw new Error('A realtime service needs a host or a cluster.');
  return service.port === null ? { host: service.host } : { host: service.host, port: String(service.port) };
}

/** The library's own timeout ends when the headers come; a body may drip for ever. */
async function withDeadline(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LateAnswer(timeoutMs)), timeoutMs);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

class LateAnswer extends Error {
  constructor(timeoutMs: number) {
    super(`no whole answer within ${timeoutMs} ms`);
  }
}

function refusal(cause: unknown, timeoutMs: number): AppError {
  // What the library throws holds the signed address in `url`, so only its parts without it go on.
  const { status, error, message } = cause as { status?: number; error?: unknown; message?: string };
  const inner = error instanceof Error ? nameOf(error, timeoutMs) : message;
  const why = status === undefined ? (inner ?? 'unknown failure') : `it answered ${status}`;
  return new AppError('unavailable', `The realtime service did not take the event: ${why}.`, {
    facts: status === undefined ? {} : { status },
  });
}

/** The library breaks a call off when its time is over; "AbortError" would tell nobody that. */
function nameOf(error: Error, timeoutMs: number): string {
  if (error.name === 'AbortError') return `no answer within ${timeoutMs} ms`;
  return 'code' in error ? String(error.code) : error.name;
}
