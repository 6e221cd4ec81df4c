import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import {
  type Answer,
  type Asking,
  createRequest,
  type Request,
  type RequestProblem,
} from '@/lib/client/request';
import type { ServerFile } from '@/lib/process/server-file';
import { isLoopback } from '@/lib/server/operator/loopback';
import { isSameProof, operatorAnswer, operatorProof } from '@/lib/server/operator/operator-proof';
import { Failure } from './command';
import { shown } from './words';

/** A session of an administrator, over the same addresses as their pages. */
export type Operator = Readonly<{
  administrator: { readonly name: string; readonly email: string };
  /** The value, or a `Failure` that says the refusal in its own words. */
  ask<Value>(path: string, asking: Asking<Value>): Promise<Value>;
  /** The same, and the refusal as it is. */
  request: Request;
  /** For what must not be done twice: asked again under one key for as long as the answer may only have been lost. */
  askOnce<Value>(path: string, asking: Asking<Value>): Promise<Value>;
  /** Ends the session; harmless when it has ended. */
  end(): Promise<void>;
}>;

const session = z.object({
  cookie: z.string(),
  administrator: z.object({ name: z.string(), email: z.string() }),
  answer: z.string(),
});

/** A server that counts a large audience or is busy needs more than a page would wait for. */
const TIMEOUT_MS = 30_000;
/** Before each further try of what must not be lost; a server that is restarted is back by then. */
const AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000] as const;

/** Opens a session on the server of this file. Throws `Failure` when it refuses, or is another than it should be. */
export async function openOperator(
  { host, port, operatorKey }: ServerFile,
  { as, pauses = AGAIN_AFTER_MS }: { as: string | null; pauses?: readonly number[] },
): Promise<Operator> {
  const base = `http://${loopbackOf(host)}:${port}`;
  const key = Buffer.from(operatorKey, 'base64url');
  const claim = {
    nonce: randomBytes(16).toString('base64url'),
    at: Date.now(),
    as: as?.trim().toLowerCase() ?? null,
  };
  const opened = await requestAt(base, null)('/api/operator/sessions', {
    method: 'POST',
    body: { ...claim, proof: operatorProof(key, claim) },
    schema: session,
  });
  if (!opened.ok)
    throw new Failure(opened.problem.code === 'unreachable' ? unreachable(base) : sentenceOf(opened.problem));
  const { cookie, administrator, answer } = opened.value;
  // Whoever took the port after the server was killed cannot know the key; they are told nothing more.
  if (!isSameProof(answer, operatorAnswer(key, claim.nonce))) {
    throw new Failure(`What listens on ${base} is not the Belfry of this data folder.`);
  }

  const request = requestAt(base, cookie);
  return {
    administrator,
    request,
    ask: async (path, asking) => valueIn(await request(path, asking)),
    async askOnce(path, asking) {
      const once = { ...asking, idempotencyKey: randomUUID() };
      let answered = await request(path, once);
      for (const pause of pauses) {
        if (answered.ok || !mayBeLost(answered.problem)) break;
        await wait(pause);
        answered = await request(path, once);
      }
      return valueIn(answered);
    },
    async end() {
      // The session ends by itself within the hour, so a server that is gone meanwhile is no failure of the command.
      await request('/api/operator/sessions', { method: 'DELETE', schema: z.unknown() });
    },
  };
}

function requestAt(base: string, cookie: string | null): Request {
  return createRequest({
    timeoutMs: TIMEOUT_MS,
    fetch: (path, init) => {
      const headers = new Headers(init.headers);
      // As a page of this very address would: the server takes no change from anybody who says nothing.
      headers.set('origin', base);
      if (cookie !== null) headers.set('cookie', cookie);
      return fetch(`${base}${path}`, { ...init, headers, redirect: 'error' });
    },
  });
}

/** Where a server that listens everywhere is reached from here. An address of a network is none it would let a terminal in by. */
function loopbackOf(host: string): string {
  // An IPv4 address may be written as IPv6 has it.
  const address = host.replace(/^::ffff:(?=\d+\.)/i, '');
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  if (isLoopback(address)) return address.includes(':') ? `[${address}]` : address;
  throw new Failure(
    `The server listens on ${host} alone. A terminal reaches it on this computer's own address: set HOST to 0.0.0.0, :: or a loopback address such as 127.0.0.1.`,
  );
}

function unreachable(base: string): string {
  return `The server that has this data cannot be reached on ${base}: it is just starting or stopping, or runs in a container. In a container, run this there.`;
}

function valueIn<Value>(answer: Answer<Value>): Value {
  if (answer.ok) return answer.value;
  throw new Failure(sentenceOf(answer.problem));
}

/** The refusal, and each field that is wrong by its name, unless the refusal is about one and says the same. */
export function sentenceOf({ detail, errors }: RequestProblem): string {
  const more = errors.filter(({ message }) => message !== detail);
  const fields = more.map(({ path, message }) => `  ${shown(path)}: ${shown(message)}`);
  return [shown(detail), ...fields].join('\n');
}

/** Whether it may have been done all the same, or can be done in a moment. */
function mayBeLost({ code, status }: RequestProblem): boolean {
  return (
    code === 'unreachable' ||
    code === 'timeout' ||
    code === 'unreadable' ||
    [502, 503, 504].includes(status ?? 0)
  );
}
