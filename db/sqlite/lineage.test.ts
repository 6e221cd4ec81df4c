import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { content, join, notify } from '@/db/contract/given';
import { Replica } from '@/db/contract/replica';
import type { Store } from '@/db/store';
import { STREAM_RUNS_KEPT } from './inboxes/lineage';
import { RUNS_KEPT } from './runs';
import { type DataFolder, openDataFolder } from './testing/data-folder';

let data: DataFolder;
beforeEach(async () => {
  data = await openDataFolder();
  await join(data.store(), 'ana');
});
afterEach(() => data.remove());

let made = 0;
/** Moves ana's stream up to this head. */
async function goOnTo(head: number): Promise<void> {
  const { seq } = await place();
  const recipients = Array.from({ length: head - seq }, () => ({ userId: 'ana', id: `n${++made}` }));
  if (recipients.length > 0) await data.store().append({ recipients, content: content('x'), now: 10 });
}

async function place(): Promise<{ epoch: string; seq: number }> {
  const [epoch = '', seq = ''] = (await data.store().counts('ana', 20)).cursor.split('.');
  return { epoch, seq: Number(seq) };
}

/** `changes` when the cursor is good, `reset` when it is not. */
async function isAnswered(epoch: string, seq: number, store: Store = data.store()) {
  const answer = await store.sync('ana', { cursor: { epoch, seq }, now: 30 });
  return 'reset' in answer ? 'reset' : 'changes';
}

test('after an ordinary restart every cursor goes on that was ever true, and none that never was', async () => {
  const epochs: [epoch: string, from: number, end: number][] = [];
  for (const end of [3, 3, 7, 9]) {
    const { epoch, seq } = await place();
    await goOnTo(end);
    epochs.push([epoch, seq, end]);
    await data.restart();
  }
  for (const head of [9, 12]) {
    await goOnTo(head);
    for (const [epoch, , end] of epochs) {
      for (let seq = 0; seq <= end; seq += 1) expect(await isAnswered(epoch, seq)).toBe('changes');
      expect(await isAnswered(epoch, end + 1)).toBe('reset');
    }
    await data.restart();
  }
});

test('an answer to an earlier cursor brings what came since, and goes on in the present epoch', async () => {
  await notify(data.store(), 'ana', ['a', 'b']);
  const { epoch } = data.store();
  await data.kill();
  await data.store().mark('ana', { id: 'a', as: 'read', operationId: 'o', now: 40 });
  const answer = await data.store().sync('ana', { cursor: { epoch, seq: 1 }, now: 50 });
  expect(answer).toMatchObject({
    cursor: `${data.store().epoch}.3`,
    counts: { unread: 1, unseen: 1 },
    changes: [
      { seq: 2, item: { id: 'b' } },
      { seq: 3, item: { id: 'a' } },
    ],
    more: false,
  });
});

test('an old copy is put back and overtakes what was lost: what it does not have is never continued', async () => {
  await goOnTo(100);
  const { epoch } = data.store();
  const old = data.copy();
  await goOnTo(150);
  expect(await isAnswered(epoch, 150)).toBe('changes');
  await data.putBack(old);
  const lost = [101, 120, 150];
  for (const head of [100, 101, 149, 150, 151, 230]) {
    await goOnTo(head);
    for (const seq of lost) expect(await isAnswered(epoch, seq)).toBe('reset');
    for (const seq of [0, 60, 100]) expect(await isAnswered(epoch, seq)).toBe('changes');
    await data.restart();
  }
});

test('what a client holds that goes on after a restore is what the database holds', async () => {
  await goOnTo(100);
  const client = new Replica(data.store(), 'ana');
  await client.sync(20);
  const { epoch } = data.store();
  const old = data.copy();
  await goOnTo(150);
  await data.putBack(old);
  await data.store().mark('ana', { id: `n${made - 120}`, as: 'archived', operationId: 'o', now: 60 });
  await goOnTo(130);
  const answer = await data.store().sync('ana', { cursor: { epoch, seq: client.seq }, now: 70 });
  if ('reset' in answer) throw new Error('A reset was not needed.');
  for (const change of answer.changes) if ('item' in change) client.rows.set(change.item.id, change.item);
  const fresh = new Replica(data.store(), 'ana');
  await fresh.sync(70);
  expect([...client.rows].sort()).toEqual([...fresh.rows].sort());
});

test('a copy of a later run does not know what an earlier copy went on to, and the other way round', async () => {
  await goOnTo(10);
  const start = data.store().epoch;
  const other = data.copy();
  await goOnTo(20);
  await data.restart();
  await goOnTo(25);
  const left = data.store().epoch;
  await data.swap(other);
  await goOnTo(40);
  const right = data.store().epoch;
  expect([await isAnswered(start, 10), await isAnswered(start, 11)]).toEqual(['changes', 'reset']);
  expect([await isAnswered(left, 10), await isAnswered(right, 40)]).toEqual(['reset', 'changes']);
  await data.swap(other);
  expect([await isAnswered(start, 20), await isAnswered(start, 21)]).toEqual(['changes', 'reset']);
  expect([await isAnswered(left, 25), await isAnswered(right, 10)]).toEqual(['changes', 'reset']);
  await goOnTo(60);
  await data.swap(other);
  expect([await isAnswered(right, 40), await isAnswered(left, 25)]).toEqual(['changes', 'reset']);
  expect([await isAnswered(start, 10), await isAnswered(start, 20)]).toEqual(['changes', 'reset']);
});

test('"read all" takes a bound of an earlier run that is of this history, and no other', async () => {
  await goOnTo(5);
  const { epoch } = data.store();
  const old = data.copy();
  await goOnTo(8);
  await data.putBack(old);
  await goOnTo(9);
  const readAll = (seq: number) =>
    data
      .store()
      .readAll('ana', { through: { epoch, seq }, filter: 'inbox', operationId: `o${seq}`, now: 50 });
  await expect(readAll(6)).rejects.toMatchObject({ code: 'conflict' });
  expect((await readAll(5)).event.counts).toEqual({ unread: 4, unseen: 4 });
});

test("a cursor that the stream had in an earlier run is not another stream's", async () => {
  await join(data.store(), 'ben');
  await goOnTo(5);
  const { epoch } = data.store();
  await data.restart();
  await notify(data.store(), 'ben', ['b1', 'b2']);
  const since = (seq: number) => data.store().sync('ben', { cursor: { epoch, seq }, now: 30 });
  expect(await since(1)).toMatchObject({ reset: true });
  expect(await since(0)).toMatchObject({ changes: [{ seq: 1 }, { seq: 2 }] });
});

test('the epoch of a database from before there were runs is its first run', async () => {
  await goOnTo(4);
  await data.store().close();
  const raw = new Database(data.file);
  raw.exec(`delete from runs; delete from stream_runs; update streams set run = 0;
    insert into meta (key, value) values ('epoch', 'before')`);
  raw.close();
  await data.restart();
  for (const head of [4, 6]) {
    await goOnTo(head);
    expect([await isAnswered('before', 4), await isAnswered('before', 5)]).toEqual(['changes', 'reset']);
    await data.restart();
  }
});

test('an older version that opened the file meanwhile kept no runs: only what it told itself is continued', async () => {
  await goOnTo(4);
  const { epoch } = data.store();
  await data.restart();
  expect(await isAnswered(epoch, 4)).toBe('changes');
  await data.store().close();
  const raw = new Database(data.file);
  raw.exec(`insert into meta (key, value) values ('epoch', 'older')`);
  raw.close();
  await data.restart();
  expect([await isAnswered('older', 4), await isAnswered(epoch, 4)]).toEqual(['changes', 'reset']);
});

test('so many runs are kept of a stream, and what came before them begins anew', async () => {
  const epochs: string[] = [];
  for (let n = 1; n <= STREAM_RUNS_KEPT + 3; n += 1) {
    epochs.push(data.store().epoch);
    await goOnTo(n);
    await data.restart();
  }
  const answers = await Promise.all(epochs.map((epoch, n) => isAnswered(epoch, n + 1)));
  expect(answers).toEqual(epochs.map((_, n) => (n < 3 ? 'reset' : 'changes')));
  const raw = new Database(data.file, { readonly: true });
  expect(raw.prepare('select count(*) from stream_runs').pluck().get()).toBe(STREAM_RUNS_KEPT);
  raw.close();
});

test('so many runs are kept of the database', async () => {
  const first = data.store().epoch;
  await data.restart();
  await data.store().close();
  const raw = new Database(data.file);
  raw.exec(`update sqlite_sequence set seq = ${RUNS_KEPT} where name = 'runs'`);
  raw.close();
  await data.restart();
  expect(await isAnswered(first, 0)).toBe('reset');
  expect(await isAnswered(data.store().epoch, 0)).toBe('changes');
});
