import 'server-only';
import { createHmac } from 'node:crypto';
import { type ApiKeyToken, composeApiKeyToken } from '../api-keys/api-key-token';
import { context } from '../context';

/**
 * The demo's API key: derived from this installation's secret, because only a key's hash is stored and the
 * demo prints its key at every start. Another installation's is another key.
 */
export function demoKey(): ApiKeyToken {
  return composeApiKeyToken(derive('id').subarray(0, 8), derive('secret'));
}

function derive(part: string): Buffer {
  return createHmac('sha256', context().config.authSecret).update(`belfry demo api key v1 ${part}`).digest();
}
