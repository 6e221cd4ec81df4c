import { expect, test } from 'vitest';
import { SEVERITIES } from './notification';
import { needsTyping, severityText } from './sending-caution';

test('the number is typed above 100 people, whatever the severity', () => {
  for (const severity of SEVERITIES) expect(needsTyping({ count: 101, severity }), severity).toBe(true);
  const asked = SEVERITIES.filter((severity) => needsTyping({ count: 100, severity }));
  expect(asked).toEqual(['critical']);
});

test('of what is critical the number is typed also when it is one', () => {
  expect(needsTyping({ count: 1, severity: 'critical' })).toBe(true);
  expect(needsTyping({ count: 1, severity: 'warning' })).toBe(false);
});

test('the severity is said unless it is the usual one, and what critical means', () => {
  expect(SEVERITIES.map(severityText)).toEqual([
    null,
    'Severity: success.',
    'Severity: warning.',
    'Severity: critical. It goes also to people who turned its category off.',
  ]);
});
