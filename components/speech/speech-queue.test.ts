import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createSpeechQueue, SHOWN_FOR_MS } from './speech-queue';

function openQueue() {
  const clock = createManualClock();
  const shown: string[] = [];
  const queue = createSpeechQueue({
    show: (text) => shown.push(text),
    clock: { now: clock.now, after: clock.timers.after },
  });
  return { clock, shown, ...queue };
}

test('two sentences of one moment are both shown, one after the other', async () => {
  const { clock, shown, say } = openQueue();
  say('Archived. Press Z to undo.');
  say('New notification: Backup done');
  expect(shown).toEqual(['Archived. Press Z to undo.']);
  await clock.advance(SHOWN_FOR_MS - 1);
  expect(shown).toHaveLength(1);
  await clock.advance(1);
  expect(shown).toEqual(['Archived. Press Z to undo.', 'New notification: Backup done']);
});

test('after a while the next one is shown at once, also the same again', async () => {
  const { clock, shown, say } = openQueue();
  say('Archived.');
  await clock.advance(SHOWN_FOR_MS);
  say('Archived.');
  expect(shown).toEqual(['Archived.', 'Archived.']);
});

test('what waits already is not said twice, and of too many the last are said', async () => {
  const { clock, shown, say } = openQueue();
  for (let nth = 0; nth < 100; nth += 1) {
    say(`${nth} read.`);
    say(`${nth} read.`);
  }
  await clock.advance(60_000);
  expect(shown).toEqual(['0 read.', '95 read.', '96 read.', '97 read.', '98 read.', '99 read.']);
  expect(clock.sleeping()).toBe(0);
});

test('what is not true any more when its turn comes is left out', async () => {
  const { clock, shown, say } = openQueue();
  let isThere = true;
  say('Archived.');
  say('New notification: A mistake', () => isThere);
  say('Undone.', () => true);
  isThere = false;
  await clock.advance(SHOWN_FOR_MS);
  expect(shown).toEqual(['Archived.', 'Undone.']);
  await clock.advance(60_000);
  say('New notification: A mistake', () => isThere);
  expect(shown).toHaveLength(2);
  expect(clock.sleeping()).toBe(0);
});

test('cleared, it forgets what waits and shows what comes', async () => {
  const { clock, shown, say, clear } = openQueue();
  say('a');
  say('b');
  clear();
  await clock.advance(60_000);
  expect(shown).toEqual(['a']);
  say('c');
  expect(shown).toEqual(['a', 'c']);
});
