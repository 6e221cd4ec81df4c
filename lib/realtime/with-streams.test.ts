import { expect, test } from 'vitest';
import { createFakePublisher } from './testing/fake-publisher';
import { withStreams } from './with-streams';

test('whoever has a stream is online, once, whatever sockets they have', () => {
  const publisher = createFakePublisher();
  publisher.online('ana', 'ben');
  const seen = withStreams(publisher, () => ['ben', 'carla']);
  expect(seen.onlineUsers()).toEqual(['ana', 'ben', 'carla']);
  // Streams hear from the log: a channel with nobody on it costs no event.
  expect([seen.mayHaveListeners('private-user-ana'), seen.mayHaveListeners('private-user-carla')]).toEqual([
    true,
    false,
  ]);
});

test('where it cannot be known who is online, a few who are known do not make it known', () => {
  const seen = withStreams(createFakePublisher({ hosted: true }), () => ['ben']);
  expect(seen.onlineUsers()).toBeNull();
});
