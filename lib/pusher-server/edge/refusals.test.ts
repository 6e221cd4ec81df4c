import { expect, test } from 'vitest';
import { serve } from '../testing/serve';
import { call } from '../testing/signed-call';
import { handshakeStatus } from '../testing/socket-client';

test('the log says which page was not let in, and why a call was not taken', async () => {
  const lines: [object, string][] = [];
  const logger = {
    info: (facts: object, message: string) => void lines.push([facts, message]),
    warn: () => {},
    error: () => {},
  };
  const { port } = await serve({ logger, allowedOrigins: ['https://example.org'] });
  expect(await handshakeStatus(port, '/app/app-key?protocol=7', { origin: 'https://example.com' })).toBe(403);
  expect((await call(port, { body: {}, secret: 'another' })).status).toBe(401);
  expect(lines).toEqual([
    [{ status: 403, origin: 'https://example.com' }, 'an upgrade was refused'],
    [{ status: 401, why: 'auth_signature is missing or wrong' }, 'an HTTP API call was refused'],
  ]);
});
