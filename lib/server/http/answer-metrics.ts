import 'server-only';
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import { answerRequest } from './answer-request';
import { ANSWER_HEADERS } from './problem';

/**
 * What is measured, for a scraper that sends `Authorization: Bearer <METRICS_TOKEN>`. A 404 problem when no token is set,
 * 401 for any other credential: no cookie and no API key opens this.
 */
export function answerMetrics(request: Request): Promise<Response> {
  return answerRequest(request, async () => {
    const { config, metrics } = context();
    if (metrics === null || config.metricsToken === null) {
      throw new AppError('not_found', 'There is nothing here.');
    }
    if (!isBearerOf(config.metricsToken, request.headers.get('authorization'))) {
      throw new AppError('unauthenticated', 'This takes the token for metrics.');
    }
    return new Response(await metrics.text(), {
      headers: { ...ANSWER_HEADERS, 'content-type': TEXT_FORMAT },
    });
  });
}

/** Prometheus takes this for version 0.0.4 (prometheus.io, "Exposition formats"). */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** Digests are compared, in constant time: neither the token's beginning nor its length shows in how long it takes. */
function isBearerOf(token: string, authorization: string | null): boolean {
  const sent = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
