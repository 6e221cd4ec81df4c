import { expect, test } from 'vitest';
import { countPublished } from './counted-publisher';
import { createFakePublisher } from './testing/fake-publisher';

const event = { channel: 'private-user-a', name: 'x', data: {} };

function opened() {
  const service = createFakePublisher();
  let now = 1_000;
  const { publisher, counts } = countPublished(service, () => now);
  return { service, publisher, counts, at: (ms: number) => (now = ms) };
}

test('what the service took is counted, each event of a batch too', async () => {
  const { service, publisher, counts } = opened();
  await publisher.publish(event);
  await publisher.publishBatch([event, event, event]);
  expect(counts()).toEqual({ published: 4, failed: 0, lastFailure: null });
  expect(service.delivered).toHaveLength(4);
});

test('what it did not take is counted with when and why, and the caller still hears of it', async () => {
  const { service, publisher, counts, at } = opened();
  service.goDown(new Error('it answered 401'));
  at(5_000);
  await expect(publisher.publish(event)).rejects.toThrow('it answered 401');
  await expect(publisher.publishBatch([event, event])).rejects.toThrow('it answered 401');
  expect(counts()).toEqual({
    published: 0,
    failed: 3,
    lastFailure: { at: 5_000, reason: 'it answered 401' },
  });
  service.comeBack();
  await publisher.publish(event);
  expect(counts()).toMatchObject({ published: 1, failed: 3, lastFailure: { at: 5_000 } });
});

test('a reason without end is cut', async () => {
  const { service, publisher, counts } = opened();
  service.goDown(new Error('x'.repeat(5_000)));
  await expect(publisher.publish(event)).rejects.toThrow();
  expect(counts().lastFailure?.reason).toHaveLength(200);
});

test('what it says of its listeners passes through', () => {
  const { service, publisher } = opened();
  service.online('ana');
  expect(publisher.onlineUsers()).toEqual(['ana']);
  expect([publisher.mayHaveListeners('private-user-ana'), publisher.mayHaveListeners('no')]).toEqual([
    true,
    false,
  ]);
});
