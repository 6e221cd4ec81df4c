import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { aRow } from '../testing/rows';
import { ClockProvider } from '../time/clock';
import { NotificationList } from './notification-list';
import { TombstoneRow } from './tombstone-row';
import { fallen, goneSpeech, withTombstones } from './tombstones';

const one = aRow({ id: 'one', sortSeq: 1 });
const two = aRow({ id: 'two', sortSeq: 2, severity: 'critical' });
const three = aRow({ id: 'three', sortSeq: 3 });
const nothing = () => undefined;

test('a row that was taken back leaves a tombstone, one that was archived leaves none', () => {
  const removed = new Map([['two', 'recalled'] as const]);
  expect(fallen([three, two, one], [three], removed)).toEqual([{ row: two, reason: 'recalled' }]);
});

test('what was gone before it was on screen leaves none', () => {
  const removed = new Map([['two', 'expired'] as const]);
  expect(fallen([three, one], [three, one], removed)).toEqual([]);
});

test('tombstones stand where the rows stood', () => {
  const stones = [{ row: two, reason: 'recalled' } as const];
  expect(withTombstones([three, one], stones)).toEqual([three, two, one]);
  const rows = [three, one];
  expect(withTombstones(rows, [])).toBe(rows);
});

test('only what had the focus, or was critical, is spoken of, and nothing of what it said', () => {
  expect(goneSpeech({ row: one, reason: 'recalled' }, true)).toBe('This notification was recalled.');
  expect(goneSpeech({ row: one, reason: 'expired' }, true)).toBe('This notification has expired.');
  expect(goneSpeech({ row: two, reason: 'recalled' }, false)).toBe('A critical notification was recalled.');
  expect(goneSpeech({ row: one, reason: 'recalled' }, false)).toBeNull();
});

test('a tombstone is one line, without anything that was in the row or can be pressed', () => {
  const html = renderToStaticMarkup(<TombstoneRow id="two" reason="expired" onDone={nothing} />);
  expect(html).toContain('This notification has expired.');
  expect(html).not.toMatch(/<a|<button|Title of|data-id=/);
});

test('a list draws its rows, and tombstones where they belong', () => {
  const handlers = {
    open: nothing,
    read: nothing,
    unread: nothing,
    archive: nothing,
    restore: nothing,
    retry: nothing,
  };
  const html = renderToStaticMarkup(
    <ClockProvider clock={{ now: 0, locale: 'en-GB', timeZone: 'UTC' }}>
      <NotificationList
        rows={[three, two, one]}
        gone={new Map([['two', 'recalled'] as const])}
        onGone={nothing}
        stop="three"
        handlers={handlers}
        labelledBy="h"
        folds
      />
    </ClockProvider>,
  );
  expect(html.match(/data-(?:gone-)?id="[a-z]+"/g)).toEqual([
    'data-id="three"',
    'data-gone-id="two"',
    'data-id="one"',
  ]);
});
