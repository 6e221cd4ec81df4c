import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connect } from './connection';

function memory(onMoved?: Parameters<typeof connect>[1]) {
  const client = new Database(':memory:');
  client.exec('create table t (x integer)');
  const rows = () => client.prepare('select count(*) from t').pluck().get();
  return { client, rows, connection: connect(client, onMoved) };
}

test('work that throws leaves nothing behind and tells nobody', async () => {
  const told: unknown[] = [];
  const { client, rows, connection } = memory((moved) => told.push(moved));
  const work = () => {
    client.exec('insert into t values (1)');
    connection.noteMoved.stream('ana');
    throw new Error('halfway');
  };
  await expect(connection.immediate(work)).rejects.toThrow('halfway');
  expect(() => connection.immediateNow(work)).toThrow('halfway');
  expect(rows()).toBe(0);
  await connection.immediate(() => client.exec('insert into t values (2)'));
  expect([rows(), told]).toEqual([1, []]);
});

test('the listener hears after the commit, once, each stream once', async () => {
  const told: unknown[] = [];
  const { client, connection } = memory((moved) => told.push([moved, client.inTransaction]));
  const work = () => {
    connection.noteMoved.stream('ana');
    connection.noteMoved.stream('ben');
    connection.noteMoved.stream('ana');
    connection.noteMoved.broadcastLog();
    connection.noteMoved.figures('b1');
    connection.noteMoved.figures('b1');
  };
  const heard = [{ streams: ['ana', 'ben'], broadcastLog: true, replayed: ['b1'] }, false];
  await connection.immediate(work);
  expect(told).toEqual([heard]);
  connection.immediateNow(work);
  expect(told).toEqual([heard, heard]);
});

test('works of one commit are told of together, before their promises go on, without those that failed', async () => {
  const order: unknown[] = [];
  const { connection } = memory((moved) => order.push(moved));
  const moving = (userId: string) => () => connection.noteMoved.stream(userId);
  const failing = () => {
    connection.noteMoved.stream('nobody');
    throw new Error('halfway');
  };
  const all = [
    connection.immediate(moving('ana')).then(() => order.push('ana goes on')),
    connection.immediate(failing).catch(() => order.push('the failed one knows')),
    connection.immediate(moving('ben')).then(() => order.push('ben goes on')),
    connection.immediate(moving('ana')),
  ];
  await Promise.all(all);
  expect(order[0]).toEqual({ streams: ['ana', 'ben'], broadcastLog: false, replayed: [] });
  expect(order.slice(1).sort()).toEqual(['ana goes on', 'ben goes on', 'the failed one knows']);
});

test('a listener may write through the same connection', async () => {
  let written: Promise<unknown> = Promise.resolve();
  const { client, rows, connection } = memory(() => {
    written = connection.immediate(() => client.exec('insert into t values (1)'));
  });
  await connection.immediate(() => connection.noteMoved.stream('ana'));
  await written;
  expect(rows()).toBe(1);
});

test('a head cannot move outside a write transaction', () => {
  const { connection } = memory();
  expect(() => connection.noteMoved.stream('ana')).toThrow('outside a write transaction');
  expect(() => connection.snapshot(() => connection.noteMoved.broadcastLog())).toThrow(
    'outside a write transaction',
  );
});

test('a transaction takes no promise: its work would run after the commit', async () => {
  const { rows, client, connection } = memory();
  const work = async () => client.exec('insert into t values (1)');
  await expect(connection.immediate(work)).rejects.toThrow('promise');
  expect(() => connection.immediateNow(work)).toThrow('promise');
  expect(rows()).toBe(0);
});

test('after the end every use is refused in plain words', async () => {
  const { client, connection } = memory();
  const waiting = connection.immediate(() => 1);
  client.close();
  const refusal = expect.objectContaining({ code: 'unavailable', message: 'The database is closed.' });
  expect(() => connection.snapshot(() => 1)).toThrow(refusal);
  expect(() => connection.immediateNow(() => 1)).toThrow(refusal);
  await expect(connection.immediate(() => 1)).rejects.toEqual(refusal);
  await expect(waiting).rejects.toEqual(refusal);
});

test('what waits is committed before writing ends, and what comes later is refused', async () => {
  const { client, rows, connection } = memory();
  const waiting = connection.immediate(() => client.exec('insert into t values (1)'));
  const ended = Promise.all([connection.endWriting(), connection.endWriting()]);
  await expect(connection.immediate(() => 1)).rejects.toMatchObject({ code: 'unavailable' });
  await ended;
  expect(rows()).toBe(1);
  await waiting;
  expect(connection.snapshot(rows)).toBe(1);
});
