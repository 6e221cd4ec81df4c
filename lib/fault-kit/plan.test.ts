import { expect, test } from 'vitest';
import { FAULT_POINTS, parsePlan } from './plan';

function planned(text: string) {
  const done: string[] = [];
  const plan = parsePlan(text, { kill: () => done.push('kill'), sleep: (ms) => done.push(`sleep ${ms}`) });
  return { plan, done };
}

test('a fault happens at the pass that was planned, once, and at no other point', () => {
  const { plan, done } = planned('after-commit:3:kill');
  for (const name of FAULT_POINTS) plan(name);
  plan('after-commit');
  expect(done).toEqual([]);
  plan('after-commit');
  expect(done).toEqual(['kill']);
  plan('after-commit');
  expect(done).toEqual(['kill']);
});

test('several faults are planned together, and one can throw or stand still', () => {
  const { plan, done } = planned('before-publish:1:sleep=500, in-transaction:2:throw');
  plan('before-publish');
  expect(done).toEqual(['sleep 500']);
  plan('in-transaction');
  expect(() => plan('in-transaction')).toThrow(/planned at in-transaction, pass 2/);
});

test.each([
  'after-comit:3:kill',
  'after-commit:0:kill',
  'after-commit:3',
  'after-commit:3:sleep',
  'after-commit:3:kill:now',
  '',
])('what is no plan is refused: %j', (text) => {
  expect(() => planned(text)).toThrow(/is no fault/);
});
