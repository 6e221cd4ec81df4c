import { expect, test } from 'vitest';
import { type KeyPress, keyCommand } from './key-command';

const press = (key: string, more: Partial<KeyPress> = {}) =>
  keyCommand({
    key,
    shift: false,
    control: false,
    meta: false,
    alt: false,
    repeat: false,
    composing: false,
    typing: false,
    rightToLeft: false,
    ...more,
  });

test('arrows and letters move between rows', () => {
  expect(['ArrowDown', 'j', 'ArrowUp', 'k', 'Home', 'End'].map((key) => press(key))).toEqual([
    'next',
    'next',
    'previous',
    'previous',
    'first',
    'last',
  ]);
});

test('letters act on the focused row', () => {
  expect(['o', 'e', 'r', 'u', 'z', '.'].map((key) => press(key))).toEqual([
    'open',
    'archive',
    'read',
    'unread',
    'undo',
    'showNew',
  ]);
});

test('Enter and Space stay the own keys of links and buttons', () => {
  expect(press('Enter')).toBeNull();
  expect(press(' ')).toBeNull();
});

test('Shift with R reads everything, once', () => {
  expect(press('R', { shift: true })).toBe('readAll');
  expect(press('R', { shift: true, repeat: true })).toBeNull();
  expect(press('E', { shift: true })).toBeNull();
});

test('Control or Command with Z undoes; other such combinations are the browser’s', () => {
  expect(press('z', { control: true })).toBe('undo');
  expect(press('z', { meta: true })).toBe('undo');
  expect(press('r', { control: true })).toBeNull();
  expect(press('Z', { control: true, shift: true })).toBeNull();
  expect(press('j', { alt: true })).toBeNull();
});

test('a held key goes on moving and never acts twice', () => {
  expect(press('j', { repeat: true })).toBe('next');
  for (const key of ['e', 'r', 'u', 'o', 'z']) expect(press(key, { repeat: true })).toBeNull();
  expect(press('z', { control: true, repeat: true })).toBeNull();
});

test('nothing is a command where people type or compose', () => {
  expect(press('e', { typing: true })).toBeNull();
  expect(press('ArrowDown', { typing: true })).toBeNull();
  expect(press('j', { composing: true })).toBeNull();
});

test('the way into a row’s actions follows the direction of writing', () => {
  expect(press('ArrowRight')).toBe('intoActions');
  expect(press('ArrowLeft')).toBe('outOfActions');
  expect(press('ArrowRight', { rightToLeft: true })).toBe('outOfActions');
  expect(press('ArrowLeft', { rightToLeft: true })).toBe('intoActions');
});

test('a name that every object has is no command', () => {
  expect(press('constructor')).toBeNull();
  expect(press('toString')).toBeNull();
});
