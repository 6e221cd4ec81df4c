import { expect, test } from 'vitest';
import { argumentsOf, outcomeOf, PARTS } from './long-parts.mjs';

test('what holds a time runs with nothing beside it', () => {
  expect(PARTS.unit.files).toContain('lib/process/service-outage.test.ts');
  expect(PARTS.unit.files).toContain('db/tabs.model.test.ts');
  const args = argumentsOf(PARTS.unit);
  expect(args).toContain('--no-file-parallelism');
  expect(args).toEqual(expect.arrayContaining(PARTS.unit.files));
  // The configuration of the others says the same.
  expect(argumentsOf(PARTS.kill)).toContain('vitest.endurance.config.ts');
});

test('a part whose times nobody asked for is not said to have held them', () => {
  for (const timed of [PARTS.kill, PARTS.herd]) {
    expect(outcomeOf(timed, { code: 0, isStrict: false })).toBe('held, times not asked');
    expect(outcomeOf(timed, { code: 0, isStrict: true })).toBe('held');
    expect(outcomeOf(timed, { code: 1, isStrict: false })).toBe('FAILED');
  }
  // These hold no time, or always.
  for (const untimed of [PARTS.migration, PARTS.delivery, PARTS.unit])
    expect(outcomeOf(untimed, { code: 0, isStrict: false })).toBe('held');
});
