import { expect, test } from 'vitest';
import type { Row } from '@/lib/client/inbox';
import { createFakeWindows } from '@/lib/client/testing/fake-windows';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { aRow } from '../testing/rows';
import { STAYS_MS } from './toast-stack';
import { createToasts } from './toasts';

/** Windows of one browser with the same live inbox of one old row. */
function openWindows(count = 1) {
  const clock = createManualClock();
  const windows = createFakeWindows();
  const all = Array.from({ length: count }, () => {
    const { attention, mirror, ...window } = windows.open('u1');
    const toasts = createToasts({ clock: { now: clock.now, after: clock.timers.after }, attention, mirror });
    toasts.start();
    const shows = (rows: readonly Row[], more: Partial<Parameters<typeof toasts.shows>[0]> = {}) =>
      toasts.shows({ rows, generation: 0, live: true, inView: false, ...more });
    shows([old]);
    return { ...window, toasts, shows, ids: () => toasts.get().flatMap(({ ids }) => ids) };
  });
  return { all, clock };
}

const old = aRow({ id: 'old', sortSeq: 1, severity: 'critical' });
const fire = aRow({ id: 'fire', sortSeq: 2, severity: 'critical' });
const disk = aRow({ id: 'disk', sortSeq: 3, severity: 'warning' });
const READ = '2026-11-03T15:00:00.000Z';

function openOne() {
  const { all, clock } = openWindows();
  const [one] = all;
  if (!one) throw new Error('There is no window.');
  return { ...one, clock };
}

test('what the page began with has no toast, and what comes while the line is up has one', () => {
  const { shows, ids } = openOne();
  expect(ids()).toEqual([]);
  shows([disk, fire, old]);
  expect(ids()).toEqual(['fire', 'disk']);
});

test('what came while away is not news any more', () => {
  const { shows, ids } = openOne();
  shows([old], { live: false });
  shows([fire, old], { live: false });
  shows([fire, old]);
  expect(ids()).toEqual([]);
  shows([disk, fire, old]);
  expect(ids()).toEqual(['disk']);
});

test('nothing of a copy that was put back is taken for an arrival', () => {
  const { shows, ids } = openOne();
  shows([disk, fire, old], { generation: 1 });
  expect(ids()).toEqual([]);
});

test('where the rows themselves are in view nothing is pointed out, and what was is not any more', () => {
  const { shows, ids } = openOne();
  shows([fire, old], { inView: true });
  expect(ids()).toEqual([]);
  shows([disk, fire, old]);
  expect(ids()).toEqual(['disk']);
  shows([disk, fire, old], { inView: true });
  expect(ids()).toEqual([]);
});

test('a hidden tab shows nothing, also not when it is seen again', () => {
  const { shows, ids, hide, show } = openOne();
  hide();
  shows([fire, old]);
  show();
  shows([fire, old]);
  expect(ids()).toEqual([]);
});

test('a toast goes when its row is read, archived or taken back', () => {
  const { shows, ids } = openOne();
  shows([disk, fire, old]);
  shows([disk, { ...fire, readAt: READ }, old]);
  expect(ids()).toEqual(['disk']);
  shows([old]);
  expect(ids()).toEqual([]);
});

test('a warning goes by itself, something critical when it is dismissed', async () => {
  const { shows, ids, clock, toasts } = openOne();
  shows([disk, fire, old]);
  await clock.advance(STAYS_MS - 1);
  expect(ids()).toEqual(['fire', 'disk']);
  await clock.advance(1);
  expect(ids()).toEqual(['fire']);
  await clock.advance(3_600_000);
  expect(ids()).toEqual(['fire']);
  toasts.dismiss('fire');
  expect(ids()).toEqual([]);
});

test('none goes under the pointer or with focus on it; then its time begins again', async () => {
  const { shows, ids, clock, toasts } = openOne();
  shows([disk, old]);
  await clock.advance(STAYS_MS - 1);
  toasts.hold('pointer', true);
  toasts.hold('focus', true);
  toasts.hold('pointer', false);
  await clock.advance(60_000);
  expect(ids()).toEqual(['disk']);
  toasts.hold('focus', false);
  await clock.advance(STAYS_MS - 1);
  expect(ids()).toEqual(['disk']);
  await clock.advance(1);
  expect(ids()).toEqual([]);
});

test('the pointer that was on the last toast holds none that comes later', async () => {
  const { shows, ids, clock, toasts } = openOne();
  shows([fire, old]);
  toasts.hold('pointer', true);
  toasts.dismiss('fire');
  shows([disk, fire, old]);
  await clock.advance(STAYS_MS);
  expect(ids()).toEqual([]);
});

test('a tab that is hidden keeps its toasts for when it is seen', async () => {
  const { shows, ids, clock, hide, show } = openOne();
  shows([disk, old]);
  hide();
  await clock.advance(3_600_000);
  show();
  await clock.advance(STAYS_MS - 1);
  expect(ids()).toEqual(['disk']);
});

test('dismissed in one tab it goes from the others', async () => {
  const { all, clock } = openWindows(2);
  for (const { shows } of all) shows([disk, fire, old]);
  all[0]?.toasts.dismiss('fire');
  await clock.settle();
  expect(all.map(({ ids }) => ids())).toEqual([['disk'], ['disk']]);
});
