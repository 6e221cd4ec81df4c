import { expect, test } from 'vitest';
import { auditAddress, auditAsked, auditSearch } from './audit-search';

const search = (parameters: Record<string, string>, zone = 'Europe/Berlin') =>
  auditSearch(auditAsked(parameters), zone);

test('what is empty, given twice or unknown is not asked for', () => {
  expect(search({ actor: '', q: ' ', action: 'key.create' })).toEqual({ action: 'key.create' });
  expect(auditSearch(auditAsked({ actor: ['a', 'b'], more: 'x' }), 'UTC')).toEqual({});
});

test('days are those of the reader’s zone, and the last one is whole', () => {
  expect(search({ from: '2026-11-21', to: '2026-11-21' })).toEqual({
    from: '2026-11-20T23:00:00.000Z',
    to: '2026-11-21T23:00:00.000Z',
  });
});

test('a day on which clocks change is as long as it is', () => {
  expect(search({ from: '2026-10-25', to: '2026-10-25' })).toEqual({
    from: '2026-10-24T22:00:00.000Z',
    to: '2026-10-25T23:00:00.000Z',
  });
});

test('a day that is none is handed on to be refused', () => {
  expect(search({ from: '2026-02-30' })).toEqual({ from: '2026-02-30' });
});

test('the next page has the same filters', () => {
  const asked = auditAsked({ q: 'a & b', object: 'key:1', from: '2026-11-21' });
  expect(auditAddress(asked, '41')).toBe('/admin/audit?object=key%3A1&q=a+%26+b&from=2026-11-21&before=41');
});
