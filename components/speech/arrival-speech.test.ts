import { expect, test } from 'vitest';
import type { Row } from '@/lib/client/inbox';
import { createFakeWindows } from '@/lib/client/testing/fake-windows';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { aRow } from '../testing/rows';
import { createArrivalSpeech } from './arrival-speech';

/** Windows of one browser, each with the same inbox; each notes what it says and when, in milliseconds from the start. */
function openWindows(count: number, viewers: readonly string[] = []) {
  const clock = createManualClock();
  const begun = clock.now();
  const windows = createFakeWindows();
  const said: string[] = [];
  const all = Array.from({ length: count }, (_, nth) => {
    const { tab, attention, ...window } = windows.open(viewers[nth] ?? 'u1');
    const speech = createArrivalSpeech({
      tab,
      announce: (text, politeness) => said.push(`${nth} at ${clock.now() - begun}, ${politeness}: ${text}`),
      visible: attention.visible,
      clock: { now: clock.now, after: clock.timers.after },
      random: () => nth / count,
    });
    speech.start();
    speech.shows([aRow({ id: 'old', sortSeq: 1 })], 1);
    const hears = (title: string, sortSeq = 2, more: Partial<Row> = {}) =>
      speech.shows([aRow({ ...more, id: title, title, sortSeq })], 2);
    /** Everything that came is taken back. */
    const loses = () => speech.shows([aRow({ id: 'old', sortSeq: 1 })], 1);
    return { ...window, hears, loses };
  });
  return { ...windows, all, clock, said };
}

test('of five windows one says what arrived', async () => {
  const { all, clock, said } = openWindows(5);
  all[3]?.focus();
  await clock.settle();
  for (const { hears } of all) hears('Backup done');
  await clock.advance(60_000);
  expect(said).toEqual(['3 at 2000, polite: New notification: Backup done']);
});

test('something critical is said by one window, at once', async () => {
  const { all, clock, said } = openWindows(3);
  all[1]?.focus();
  await clock.settle();
  for (const { hears } of all) hears('Fire', 2, { severity: 'critical' });
  await clock.advance(60_000);
  expect(said).toEqual(['1 at 0, assertive: Critical. Fire']);
});

test('what was taken back before it was spoken is not spoken, and what comes next is', async () => {
  const { all, clock, said } = openWindows(2);
  all[0]?.focus();
  await clock.settle();
  for (const { hears } of all) hears('A mistake');
  await clock.advance(1_999);
  for (const { loses } of all) loses();
  await clock.advance(60_000);
  expect(said).toEqual([]);
  for (const { hears } of all) hears('Backup done', 3);
  await clock.advance(60_000);
  expect(said).toEqual(['0 at 63999, polite: New notification: Backup done']);
});

test('the window that becomes the focused one before it is due says it', async () => {
  const { all, clock, said } = openWindows(2);
  all[0]?.focus();
  await clock.settle();
  for (const { hears } of all) hears('Backup done');
  await clock.advance(1_000);
  all[1]?.focus();
  all[0]?.hide();
  await clock.advance(60_000);
  expect(said).toEqual(['1 at 2000, polite: New notification: Backup done']);
});

test('a focused window that hangs or hears nothing does not silence the others: one of them takes over', async () => {
  const { all, clock, said } = openWindows(4);
  all[0]?.focus();
  await clock.settle();
  for (const { hears } of all.slice(1)) hears('Backup done');
  await clock.advance(60_000);
  expect(said).toEqual(['1 at 5500, polite: New notification: Backup done']);
  expect(all.map(({ speaks }) => speaks())).toEqual([false, true, false, false]);
});

test('what one window has said, another that hears of it late does not say again', async () => {
  const { all, clock, said } = openWindows(2);
  all[0]?.focus();
  await clock.settle();
  all[1]?.hears('Backup done');
  await clock.advance(20_000);
  expect(said).toHaveLength(1);
  all[0]?.focus();
  await clock.settle();
  all[0]?.hears('Backup done');
  await clock.advance(60_000);
  expect(said).toHaveLength(1);
  all[0]?.hears('Another', 3);
  await clock.advance(60_000);
  expect(said).toHaveLength(2);
});

test('nobody is interrupted twice within ten seconds, whichever window speaks', async () => {
  const { all, clock, said } = openWindows(2);
  all[0]?.focus();
  await clock.settle();
  for (const { hears } of all) hears('a');
  await clock.advance(3_000);
  all[1]?.focus();
  for (const { hears } of all) hears('b', 3);
  await clock.advance(60_000);
  expect(said).toEqual(['0 at 2000, polite: New notification: a', '1 at 12000, polite: New notification: b']);
});

test('what arrives while every window is hidden is not said, then or later', async () => {
  const { all, clock, said } = openWindows(2);
  for (const { hide } of all) hide();
  for (const { hears } of all) hears('Backup done');
  await clock.advance(60_000);
  for (const { show } of all) show();
  await clock.advance(60_000);
  expect(said).toEqual([]);
  for (const { hears } of all) hears('Another', 3);
  await clock.advance(60_000);
  expect(said).toHaveLength(1);
});

test('two people in one browser are both told', async () => {
  const { all, clock, said } = openWindows(2, ['u1', 'u2']);
  await clock.settle();
  for (const { hears } of all) hears('Backup done');
  await clock.advance(60_000);
  expect(said).toHaveLength(2);
});
