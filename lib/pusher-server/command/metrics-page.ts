import { createHash, timingSafeEqual } from 'node:crypto';
import type { Page } from './listener';

/**
 * `GET /metrics` for a scraper that brings `Authorization: Bearer <token>`; 401 for everybody else. What it
 * counts tells a stranger how much goes on here, which is why there is no page at all without a token.
 */
export function metricsPage(token: string, metrics: () => string): Page {
  const expected = digest(token);
  return ({ headers }) => {
    const [, brought] = /^bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    // Digests are of one length, so the comparison tells nothing, not even how long the token is.
    if (brought === undefined || !timingSafeEqual(digest(brought), expected)) return REFUSED;
    return { status: 200, text: metrics(), headers: { 'Content-Type': EXPOSITION } };
  };
}

/** Prometheus text format. */
const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8';

const REFUSED = {
  status: 401,
  text: 'This takes a token\n',
  headers: { 'WWW-Authenticate': 'Bearer' },
};

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
