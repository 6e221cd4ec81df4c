import { createSecureContext } from 'node:tls';
import type { Given } from './given';
import type { Settings } from './settings';

/** The certificate and key that the flags name, as PEM texts, once they belong together; null without, or with problems noted. */
export function tlsOf(given: Given, readFile: (path: string) => string): Settings['tls'] {
  const [certFile, keyFile] = [given.text('tls-cert'), given.text('tls-key')];
  if (certFile === null && keyFile === null) return null;
  if (certFile === null || keyFile === null) {
    given.problems.push('--tls-cert and --tls-key are only used together.');
    return null;
  }
  const [cert, key] = (
    [
      ['tls-cert', certFile],
      ['tls-key', keyFile],
    ] as const
  ).map(([name, file]) => {
    try {
      const text = readFile(file);
      // Taken for no file it would be a server without TLS, and nobody would be told.
      if (text.trim() === '') given.problems.push(`--${name} ${file}: the file is empty.`);
      return text;
    } catch (error) {
      given.problems.push(`--${name} ${file}: ${error instanceof Error ? error.message : String(error)}.`);
      return '';
    }
  });
  if (!cert?.trim() || !key?.trim()) return null;
  if (!isPair({ cert, key })) {
    given.problems.push('--tls-cert and --tls-key name no PEM certificate and key that belong together.');
  }
  return { cert, key };
}

/** Tried as the listener will, so that it is told with all else that is wrong. */
function isPair(pair: { cert: string; key: string }): boolean {
  try {
    createSecureContext(pair);
    return true;
  } catch {
    // What OpenSSL says of it names no file and helps nobody; and it might hold a part of the key.
    return false;
  }
}
