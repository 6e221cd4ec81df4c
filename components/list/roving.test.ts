import { expect, test } from 'vitest';
import { rowAfterMove, rowAfterRemoval, tabStop } from './roving';

const ids = ['a', 'b', 'c'];

test('the first move enters the list at its top', () => {
  expect(rowAfterMove(ids, null, 'next')).toBe('a');
  expect(rowAfterMove(ids, null, 'previous')).toBe('a');
});

test('moves go one row and stop at the ends', () => {
  expect(rowAfterMove(ids, 'a', 'next')).toBe('b');
  expect(rowAfterMove(ids, 'c', 'next')).toBe('c');
  expect(rowAfterMove(ids, 'b', 'previous')).toBe('a');
  expect(rowAfterMove(ids, 'a', 'previous')).toBe('a');
});

test('Home and End go to the ends from anywhere', () => {
  expect(rowAfterMove(ids, 'b', 'first')).toBe('a');
  expect(rowAfterMove(ids, null, 'last')).toBe('c');
});

test('there is nowhere to go in an empty list', () => {
  for (const move of ['next', 'previous', 'first', 'last'] as const) {
    expect(rowAfterMove([], 'a', move)).toBeNull();
  }
});

test('when a row goes, focus goes to the next one that is still there', () => {
  expect(rowAfterRemoval(ids, ['a', 'c'], 'b')).toBe('c');
  expect(rowAfterRemoval(['a', 'b', 'c', 'd'], ['a', 'd'], 'b')).toBe('d');
});

test('when the last row goes, focus goes to the one before', () => {
  expect(rowAfterRemoval(ids, ['a', 'b'], 'c')).toBe('b');
  expect(rowAfterRemoval(ids, ['a'], 'c')).toBe('a');
});

test('when the only row goes there is no row to focus', () => {
  expect(rowAfterRemoval(['a'], [], 'a')).toBeNull();
});

test('an arrival is never taken for the next row', () => {
  expect(rowAfterRemoval(['a', 'b'], ['new', 'a'], 'b')).toBe('a');
});

test('Tab reaches the row last focused, or the first', () => {
  expect(tabStop(ids, 'b')).toBe('b');
  expect(tabStop(ids, 'gone')).toBe('a');
  expect(tabStop(ids, null)).toBe('a');
  expect(tabStop([], 'a')).toBeNull();
});
