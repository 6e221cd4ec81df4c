import type { Target } from '../target';
import { type ApiCall, isRightlySigned, signedAnew } from './api-call';
import type { Passing } from './broken-server';
import type { Broken } from './defects';

/** Wrong in calls of the HTTP API, in their answers, and in webhooks. */
export const HTTP_DEFECTS: readonly Broken[] = [
  {
    title: 'takes any signature of an HTTP call',
    defect: { call: signedAnew },
    fails: [
      'http-signature/refused-no-signature',
      'http-signature/refused-zeros',
      'http-signature/refused-other-secret',
      'http-signature/refused-no-md5',
      'http-signature/refused-other-md5',
      'http-signature/refused-parameter-added',
      'http-signature/refused-get',
      'http-signature/refused-get-query',
      'terminate/unsigned',
    ],
    holds: ['http-signature/refused-old', 'http-signature/any-order'],
  },
  {
    title: 'takes a rightly signed call of any time',
    defect: {
      call: (call, target) =>
        isRightlySigned(call, target) ? signedAnew(call, target, { auth_timestamp: nowSeconds() }) : call,
    },
    fails: ['http-signature/refused-old', 'http-signature/refused-future', 'http-signature/refused-no-time'],
    holds: ['http-signature/slow-clock', 'http-signature/refused-other-secret'],
  },
  {
    title: 'takes a call twice',
    defect: {
      call: (call, target) =>
        isRightlySigned(call, target) ? signedAnew(call, target, { nonce: String(Math.random()) }) : call,
    },
    fails: ['http-signature/replay'],
    holds: ['http-signature/refused-zeros', 'http-signature/reads-repeat'],
  },
  {
    title: 'delivers to the connection that was to be left out',
    defect: {
      call: (call, target) => changedBody(call, target, ({ socket_id: _socketId, ...event }) => event),
    },
    fails: ['events/excluded', 'events/excluded-once', 'batch/excluded', 'encrypted/excluded'],
    holds: ['events/excluded-unknown', 'events/channels'],
  },
  {
    title: 'answers every call with 200',
    defect: { answer: (answer) => ({ ...answer, status: 200, type: 'application/json' }) },
    fails: [
      'events/refused-no-name',
      'events/refused-large',
      'batch/refused-eleven',
      'http/unknown-path-nothing',
      'http/unknown-application',
      'http/get-events',
      'http/body-not-json',
      'http-signature/refused-old',
      'channels/users-no-prefix',
      'channels/users-of-other',
    ],
    holds: ['events/channels', 'http/json'],
  },
  {
    title: 'answers in the type of a page',
    defect: { answer: (answer) => ({ ...answer, type: 'text/html' }) },
    fails: ['http/json'],
    holds: ['events/channels'],
  },
  {
    title: 'counts one user too many',
    defect: {
      answer: (answer) => ({
        ...answer,
        text: answer.text.replace(
          /"user_count":(\d+)/g,
          (_all, count) => `"user_count":${Number(count) + 1}`,
        ),
      }),
    },
    fails: ['channels/users', 'channels/one-users', 'events/info-users', 'batch/info'],
    holds: ['channels/one-occupied', 'channels/one-subscriptions'],
  },
  {
    title: 'triggers a batch in another order',
    defect: {
      call: (call, target) =>
        changedBody(call, target, (body) =>
          Array.isArray(body.batch) ? { batch: body.batch.reverse() } : body,
        ),
    },
    fails: ['batch/order', 'batch/excluded'],
    holds: ['batch/channels'],
  },
  {
    title: 'signs webhooks wrongly',
    defect: { webhook: (call) => [withHeader(call, 'x-pusher-signature', '0'.repeat(64))] },
    fails: ['webhooks/signed'],
    holds: ['webhooks/content-type', 'webhooks/time'],
  },
  {
    title: 'names the character set of its webhooks',
    defect: { webhook: (call) => [withHeader(call, 'content-type', 'application/json; charset=utf-8')] },
    fails: ['webhooks/content-type'],
    holds: ['webhooks/signed'],
  },
  {
    title: 'tells everything twice',
    defect: { webhook: (call) => [call, call] },
    fails: ['webhooks/occupied-vacated', 'webhooks/members', 'webhooks/cache-miss'],
    holds: ['counts/others'],
  },
  {
    title: 'never tells a second time',
    defect: { webhookStatus: 200 },
    fails: ['webhooks/retried'],
    holds: ['webhooks/occupied-vacated'],
  },
];

/** Every event in the body changed, and the whole signed anew. */
function changedBody(call: ApiCall, target: Target, change: (event: Passing) => Passing): ApiCall {
  if (call.method !== 'POST' || call.body === '') return call;
  const body = change(JSON.parse(call.body) as Passing);
  const batch = Array.isArray(body.batch) ? { batch: body.batch.map(change) } : {};
  return signedAnew({ ...call, body: JSON.stringify({ ...body, ...batch }) }, target);
}

function withHeader(call: ApiCall, name: string, value: string): ApiCall {
  return { ...call, headers: { ...call.headers, [name]: value } };
}

function nowSeconds(): string {
  return String(Math.floor(Date.now() / 1_000));
}
