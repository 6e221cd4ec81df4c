import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Members } from './members';

const member = (id: string, infoJson: string | null = null) => ({ id, idJson: JSON.stringify(id), infoJson });

test('a user with two connections is one member until the last is gone', () => {
  const members = new Members();
  expect(members.add(member('a'))).toBe(true);
  expect(members.add(member('a'))).toBe(false);
  expect(members.size).toBe(1);
  expect(members.remove(member('a'))).toBe(false);
  expect(members.has('a')).toBe(true);
  expect(members.remove(member('a'))).toBe(true);
  expect(members.remove(member('a'))).toBe(false);
  expect(members.size).toBe(0);
});

test('the list has ids, a hash with everybody in it, and a count', () => {
  const members = new Members();
  members.add(member('a', '{"name":"Ö"}'));
  members.add({ id: '7', idJson: '7', infoJson: null });
  expect(JSON.parse(members.toJson())).toEqual({
    presence: { ids: ['a', 7], hash: { a: { name: 'Ö' }, 7: null }, count: 2 },
  });
  expect(JSON.parse(new Members().toJson())).toEqual({ presence: { ids: [], hash: {}, count: 0 } });
});

test('an id is a name like any other, even one that objects know', () => {
  const members = new Members();
  for (const id of ['__proto__', 'constructor', 'toString', '"', '\u2028'])
    expect(members.add(member(id, '1'))).toBe(true);
  expect(members.toJson()).toContain('"__proto__":1');
  expect(members.ids).toEqual(['__proto__', 'constructor', 'toString', '"', '\u2028']);
});

test('whoever comes and goes, the count is that of different ids', () => {
  const id = fc.constantFrom('a', 'b', 'c', '__proto__');
  fc.assert(
    fc.property(fc.array(id), (ids) => {
      const members = new Members();
      const added = ids.filter((one) => members.add(member(one))).length;
      expect(members.size).toBe(new Set(ids).size);
      const removed = ids.filter((one) => members.remove(member(one))).length;
      expect([added, removed, members.size]).toEqual([new Set(ids).size, new Set(ids).size, 0]);
    }),
  );
});
