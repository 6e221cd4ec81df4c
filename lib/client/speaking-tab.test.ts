import { expect, test } from 'vitest';
import type { TabLocks } from './speaking-tab';
import { createFakeLocks } from './testing/fake-locks';
import { createFakeWindows } from './testing/fake-windows';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const speaking = (tabs: readonly { speaks: () => boolean }[]) => tabs.map(({ speaks }) => speaks());

test('of five tabs one speaks: the one that was focused last', async () => {
  const { open } = createFakeWindows();
  const tabs = [open(), open(), open(), open(), open()];
  await settled();
  expect(speaking(tabs)).toEqual([true, false, false, false, false]);
  tabs[3]?.focus();
  await settled();
  expect(speaking(tabs)).toEqual([false, false, false, true, false]);
  tabs[1]?.focus();
  await settled();
  expect(speaking(tabs)).toEqual([false, true, false, false, false]);
});

test('it goes on speaking when the focus leaves the browser', async () => {
  const { open, blur } = createFakeWindows();
  const [one, two] = [open(), open()];
  one.focus();
  await settled();
  blur();
  two.show();
  await settled();
  expect(speaking([one, two])).toEqual([true, false]);
});

test('hidden, it gives the word to one that can be seen', async () => {
  const { open } = createFakeWindows();
  const [one, two] = [open(), open()];
  one.focus();
  await settled();
  expect(speaking([one, two])).toEqual([true, false]);
  one.hide();
  await settled();
  expect(speaking([one, two])).toEqual([false, true]);
  one.show();
  await settled();
  expect(speaking([one, two])).toEqual([false, true]);
});

test('hidden tabs hold nothing and wait for nothing: a frozen one silences nobody', async () => {
  const { locks, held, waiting } = createFakeLocks();
  const { open } = createFakeWindows(() => locks);
  const tabs = [open(), open(), open()];
  await settled();
  expect(waiting()).toBe(2);
  for (const tab of tabs) tab.hide();
  await settled();
  expect([held(), waiting()]).toEqual([[], 0]);
  expect(speaking(tabs)).toEqual([false, false, false]);
  tabs[2]?.show();
  await settled();
  expect(speaking(tabs)).toEqual([false, false, true]);
});

test('a tab takes over from one that does not use the word, and gives it back to the next focus', async () => {
  const { open } = createFakeWindows();
  const [hung, two] = [open(), open()];
  hung.focus();
  await settled();
  two.tab.takeOver();
  await settled();
  expect(speaking([hung, two])).toEqual([false, true]);
  two.hide();
  await settled();
  expect(speaking([hung, two])).toEqual([true, false]);
});

test('a hidden tab takes nothing over', async () => {
  const { open } = createFakeWindows();
  const [one, two] = [open(), open()];
  await settled();
  two.hide();
  two.tab.takeOver();
  await settled();
  expect(speaking([one, two])).toEqual([true, false]);
});

test('a closed tab leaves the word to the others', async () => {
  const { open } = createFakeWindows();
  const [one, two] = [open(), open()];
  await settled();
  expect(speaking([one, two])).toEqual([true, false]);
  one.stop();
  await settled();
  expect(speaking([one, two])).toEqual([false, true]);
});

test('another person in the same browser speaks for themselves', async () => {
  const { open } = createFakeWindows();
  const [mine, theirs] = [open('u1'), open('u2')];
  await settled();
  expect(speaking([mine, theirs])).toEqual([true, true]);
});

test('what was spoken is told to the other tabs of this person alone', () => {
  const { open } = createFakeWindows();
  const [one, two, theirs] = [open('u1'), open('u1'), open('u2')];
  const heard: unknown[] = [];
  one.tab.onSpoken(() => heard.push('itself'));
  theirs.tab.onSpoken(() => heard.push('somebody else'));
  two.tab.onSpoken(({ from, through }) => heard.push([from, through]));
  one.tab.spoke({ from: 3, through: 5 });
  expect(heard).toEqual([[3, 5]]);
});

test('who listens is told of each change and of nothing else', async () => {
  const { open } = createFakeWindows();
  const [one, two] = [open(), open()];
  await settled();
  const seen: boolean[] = [];
  const stop = two.tab.subscribe(() => seen.push(two.speaks()));
  two.focus();
  two.show();
  await settled();
  one.focus();
  await settled();
  stop();
  two.focus();
  await settled();
  expect(seen.filter((now, at) => now !== seen[at - 1])).toEqual([true, false]);
});

test('without locks, or refused by them, each tab that is seen speaks', async () => {
  const refusing = { request: async () => Promise.reject(new DOMException('No.', 'SecurityError')) };
  // Only what is called of the overloads.
  for (const locks of [null, refusing as unknown as TabLocks]) {
    const { open } = createFakeWindows(() => locks);
    const [one, two] = [open(), open()];
    await settled();
    expect(speaking([one, two])).toEqual([true, true]);
    one.hide();
    await settled();
    expect(speaking([one, two])).toEqual([false, true]);
  }
});
