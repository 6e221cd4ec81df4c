import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditChanges } from './audit-changes';

test('only the fields that differ are there, with what they were and became', () => {
  expect(auditChanges({ name: 'A', role: 'member', id: 1 }, { name: 'A', role: 'admin', id: 1 })).toEqual([
    { field: 'role', before: 'member', after: 'admin' },
  ]);
});

test('what was made has no before, what was removed no after', () => {
  expect(auditChanges(null, { name: 'A' })).toEqual([{ field: 'name', before: undefined, after: 'A' }]);
  expect(auditChanges({ name: 'A' }, undefined)).toEqual([{ field: 'name', before: 'A', after: undefined }]);
  expect(auditChanges(null, null)).toEqual([]);
});

test('null is a value: what became null changed, and what stayed null did not', () => {
  expect(auditChanges({ url: '/a', at: null }, { url: null, at: null })).toEqual([
    { field: 'url', before: '/a', after: null },
  ]);
});

test('what is within is named by its path, and a list is one value', () => {
  const before = { audience: { kind: 'groups', groups: ['a', 'b'] } };
  const after = { audience: { kind: 'groups', groups: ['a'] } };
  expect(auditChanges(before, after)).toEqual([
    { field: 'audience.groups', before: ['a', 'b'], after: ['a'] },
  ]);
});

test('a record that is no object is one field without a name', () => {
  expect(auditChanges('x', 'y')).toEqual([{ field: '', before: 'x', after: 'y' }]);
});

test('nothing that can be recorded breaks it, and equal records have no changes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(auditChanges(before, before)).toEqual([]);
      expect(auditChanges(before, after).length).toBeLessThanOrEqual(200);
    }),
  );
});
