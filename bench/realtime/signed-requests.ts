import { createHash, createHmac } from 'node:crypto';
import { APP, EVENT, eventData } from './app';

/**
 * Triggers as bytes for the line, signed as the official SDK signs. Each differs from all others, because the
 * server accepts no call twice; the number that makes them differ never starts again.
 */
export function signedTriggers(count: number, channelOf: (place: number) => string): Buffer[] {
  const timestamp = Math.floor(Date.now() / 1_000);
  return Array.from({ length: count }, (_, place) => {
    const data = eventData(++made);
    const body = JSON.stringify({ name: EVENT, channels: [channelOf(place)], data });
    const md5 = createHash('md5').update(body).digest('hex');
    const query = `auth_key=${APP.key}&auth_timestamp=${timestamp}&auth_version=1.0&body_md5=${md5}`;
    const signature = createHmac('sha256', APP.secret).update(`POST\n${PATH}\n${query}`).digest('hex');
    return Buffer.from(
      `POST ${PATH}?${query}&auth_signature=${signature} HTTP/1.1\r\nHost: 127.0.0.1\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

let made = 0;
const PATH = `/apps/${APP.id}/events`;
