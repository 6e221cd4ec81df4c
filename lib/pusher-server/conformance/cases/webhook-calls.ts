import { casesOf } from '../case';
import { mustBe, mustHold } from '../mismatch';
import type { Visit } from '../visit';
import { sign } from '../wire/signatures';
import type { WebhookCall } from '../wire/webhook-receiver';
import { told } from './webhooks';

/** How a webhook is called. */
export const webhookCalls = casesOf(
  'webhooks',
  [
    {
      slug: 'signed',
      title: 'a call carries the key and the signature of its body',
      async run(server) {
        const { method, headers, raw } = await oneCall(server);
        mustBe('method', method, 'POST');
        mustBe('X-Pusher-Key', headers['x-pusher-key'], server.target.key);
        mustBe('X-Pusher-Signature', headers['x-pusher-signature'], sign(server.target.secret, raw));
      },
    },
    {
      slug: 'content-type',
      title: 'Content-Type is exactly application/json',
      async run(server) {
        mustBe('Content-Type', (await oneCall(server)).headers['content-type'], 'application/json');
      },
    },
    {
      slug: 'time',
      title: 'time_ms is the time in milliseconds',
      async run(server) {
        const before = Date.now();
        const { timeMs } = await oneCall(server);
        // Clocks of two machines differ; seconds taken for milliseconds are half a century away.
        mustHold('time_ms', typeof timeMs === 'number' && Math.abs(timeMs - before) < 600_000, {
          expected: `about ${before}`,
          received: timeMs,
        });
      },
    },
    {
      slug: 'retried',
      title: 'a call that was answered 500 is made again',
      async run(server) {
        server.allow(RETRY_MS);
        const channel = server.channel();
        server.webhooks.refuseOnce(channel);
        await server.joined(channel);
        await server.eventually(
          'whether the first call came',
          async () => server.webhooks.hasRefused(channel),
          true,
        );
        await told(server, channel, [{ name: 'channel_occupied', channel }]);
      },
    },
  ],
  ['webhooks'],
);

/** Servers wait between attempts. */
const RETRY_MS = 12_000;

/** A call that tells of a channel just occupied. */
async function oneCall(server: Visit): Promise<WebhookCall> {
  const channel = server.channel();
  await server.joined(channel);
  await told(server, channel, [{ name: 'channel_occupied', channel }]);
  const [call] = server.webhooks.callsOf(channel);
  if (!call) throw new Error('The call was there a moment ago');
  return call;
}
