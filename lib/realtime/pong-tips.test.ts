import { expect, test } from 'vitest';
import { createPongTips } from './pong-tips';
import { createManualClock } from './testing/manual-clock';
import { createRecordingLog } from './testing/recording-log';

function open(tip: (userId: string) => Promise<{ epoch: string; seq: number }>) {
  const clock = createManualClock();
  const logger = createRecordingLog();
  return { tips: createPongTips({ tip, logger, timers: clock.timers }), clock, logger };
}

test('a socket is told where the inboxes stand whose channels it is on, and nothing else', async () => {
  const asked: string[] = [];
  const { tips } = open(async (userId) => {
    asked.push(userId);
    return { epoch: 'e', seq: userId.length };
  });
  expect(await tips({ channels: ['private-broadcasts', 'private-user-ana', 'private-broadcast-1'] })).toEqual(
    {
      tips: { 'private-user-ana': { epoch: 'e', seq: 3 } },
    },
  );
  expect(asked).toEqual(['ana']);
  expect(await tips({ channels: ['private-broadcasts'] })).toBeUndefined();
  expect(asked).toEqual(['ana']);
});

test('whoever is on a hundred people’s channels makes work for four', async () => {
  let asked = 0;
  const { tips } = open(async () => ({ epoch: 'e', seq: ++asked }));
  const channels = Array.from({ length: 100 }, (_, at) => `private-user-u${at}`);
  expect(Object.keys((await tips({ channels }))?.tips ?? {})).toHaveLength(4);
  expect(asked).toBe(4);
});

test('a tip that cannot be read leaves the pong without it, and is said once until it can', async () => {
  let failing = true;
  const { tips, logger } = open(async () => {
    if (failing) throw new Error('the file is busy');
    return { epoch: 'e', seq: 1 };
  });
  const socket = { channels: ['private-user-ana'] };
  for (let ping = 0; ping < 3; ping++) expect(await tips(socket)).toBeUndefined();
  failing = false;
  for (let ping = 0; ping < 3; ping++) expect(await tips(socket)).toBeDefined();
  expect(logger.lines).toEqual([
    'warn Pings are answered without tips',
    'info Pings are answered with tips again',
  ]);
});

test('a store that does not answer holds no pong up for more than a second', async () => {
  const { tips, clock } = open((userId) =>
    userId === 'ana' ? Promise.resolve({ epoch: 'e', seq: 1 }) : new Promise(() => {}),
  );
  let answer: unknown = 'none yet';
  void tips({ channels: ['private-user-ana', 'private-user-ben'] })?.then((got) => {
    answer = got;
  });
  await clock.advance(999);
  expect(answer).toBe('none yet');
  await clock.advance(1);
  expect(answer).toEqual({ tips: { 'private-user-ana': { epoch: 'e', seq: 1 } } });
  expect(clock.sleeping()).toBe(0);
});
