import * as z from 'zod/mini';
import type { Request } from './request';

/** The server's word on one channel. */
export type Verdict =
  | Readonly<{ kind: 'granted'; auth: string }>
  | Readonly<{ kind: 'refused' }>
  | Readonly<{ kind: 'signed-out' }>
  | Readonly<{ kind: 'failed' }>;

export type Authorize = (socketId: string, channel: string) => Promise<Verdict>;

const granted = z.object({ auth: z.string() });

/** Asks our server whether this socket may join a channel. Only `failed` is worth asking again. */
export function createAuthorizer(request: Request): Authorize {
  return async (socketId, channel) => {
    const answer = await request('/api/realtime/auth', {
      method: 'POST',
      form: { socket_id: socketId, channel_name: channel },
      schema: granted,
    });
    if (answer.ok) return { kind: 'granted', auth: answer.value.auth };
    const { status } = answer.problem;
    if (status === 401) return { kind: 'signed-out' };
    return { kind: status === 403 || status === 404 ? 'refused' : 'failed' };
  };
}
