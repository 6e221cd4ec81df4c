import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { toRefusal } from './refusal';

const sqlite = (code: string, message = 'as SQLite says it') => new Database.SqliteError(message, code);

for (const [code, refusal] of [
  ['SQLITE_BUSY', 'unavailable'],
  ['SQLITE_BUSY_SNAPSHOT', 'unavailable'],
  ['SQLITE_BUSY_TIMEOUT', 'unavailable'],
  ['SQLITE_FULL', 'storage_full'],
] as const) {
  test(`${code} is refused as ${refusal} and keeps its cause`, () => {
    const error = sqlite(code);
    expect(toRefusal(error)).toMatchObject({ name: 'AppError', code: refusal, cause: error });
  });
}

test('an address that is taken is a conflict, any other broken constraint a defect', () => {
  const taken = sqlite('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: users.email');
  expect(toRefusal(taken)).toMatchObject({ code: 'conflict' });
  for (const defect of [
    sqlite('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed: notifications.user_id, notifications.seq'),
    sqlite('SQLITE_CONSTRAINT_FOREIGNKEY'),
    sqlite('SQLITE_CORRUPT'),
    new TypeError('not of SQLite'),
    'not an error',
  ]) {
    expect(toRefusal(defect)).toBe(defect);
  }
});

test('the sentence does not repeat what SQLite said', () => {
  expect(toRefusal(sqlite('SQLITE_FULL', 'secret path'))).not.toMatchObject({
    message: expect.stringContaining('secret'),
  });
});
