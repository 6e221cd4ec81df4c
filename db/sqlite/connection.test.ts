import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connect } from './connection';

function memory(onMoved?: Parameters<typeof connect>[1]) {
  const client = new Database(':memory:');
  client.exec('create table t (x integer)');
  const rows = () => client.prepare('select count(*) from t').pluck().get();
  return { client, rows, connection: connect(client, onMoved) };
}

test('work that throws leaves nothing behind and tells nobody', () => {
  const told: unknown[] = [];
  const { client, rows, connection } = memory((moved) => told.push(moved));
  const work = () => {
    client.exec('insert into t values (1)');
    connection.noteMoved.stream('ana');
    throw new Error('halfway');
  };
  expect(() => connection.immediate(work)).toThrow('halfway');
  expect(rows()).toBe(0);
  connection.immediate(() => client.exec('insert into t values (2)'));
  expect([rows(), told]).toEqual([1, []]);
});

test('the listener hears after the commit, once, each stream once', () => {
  const told: unknown[] = [];
  const { client, connection } = memory((moved) => told.push([moved, client.inTransaction]));
  connection.immediate(() => {
    connection.noteMoved.stream('ana');
    connection.noteMoved.stream('ben');
    connection.noteMoved.stream('ana');
    connection.noteMoved.broadcastLog();
    connection.noteMoved.figures('b1');
    connection.noteMoved.figures('b1');
  });
  expect(told).toEqual([[{ streams: ['ana', 'ben'], broadcastLog: true, replayed: ['b1'] }, false]]);
});

test('a listener may write through the same connection', () => {
  const { client, rows, connection } = memory(() =>
    connection.immediate(() => client.exec('insert into t values (1)')),
  );
  connection.immediate(() => connection.noteMoved.stream('ana'));
  expect(rows()).toBe(1);
});

test('a head cannot move outside a write transaction', () => {
  const { connection } = memory();
  expect(() => connection.noteMoved.stream('ana')).toThrow('outside a write transaction');
  expect(() => connection.snapshot(() => connection.noteMoved.broadcastLog())).toThrow(
    'outside a write transaction',
  );
});

test('a transaction takes no promise: its work would run after the commit', () => {
  const { rows, client, connection } = memory();
  const work = async () => client.exec('insert into t values (1)');
  expect(() => connection.immediate(work)).toThrow('promise');
  expect(rows()).toBe(0);
});

test('after the end every use is refused in plain words', () => {
  const { client, connection } = memory();
  client.close();
  expect(() => connection.snapshot(() => 1)).toThrow(expect.objectContaining({ code: 'unavailable' }));
  expect(() => connection.immediate(() => 1)).toThrow(expect.objectContaining({ code: 'unavailable' }));
});
