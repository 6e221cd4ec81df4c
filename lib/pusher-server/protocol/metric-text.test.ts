import { expect, test } from 'vitest';
import { parseExposition } from '../testing/exposition';
import { metricFamilies } from './metric-text';

test('a family is its help, its type and a line for each sample', () => {
  const samples = [{ value: 3 }, { labels: { code: '1006', by: 'line' }, value: 0.5 }];
  expect(metricFamilies([{ name: 'a_total', type: 'counter', help: 'How many.', samples }])).toBe(
    '# HELP a_total How many.\n# TYPE a_total counter\na_total 3\na_total{code="1006",by="line"} 0.5\n',
  );
});

test('a family without samples is still declared', () => {
  const text = metricFamilies([{ name: 'a', type: 'gauge', help: 'h', samples: [] }]);
  expect(text).toBe('# HELP a h\n# TYPE a gauge\n');
});

test('what would end a label or a line is escaped, and only that', () => {
  const nasty = 'back\\slash "quoted"\nnew{line}, ä=\\n';
  const text = metricFamilies([
    { name: 'a', type: 'gauge', help: nasty, samples: [{ labels: { l: nasty }, value: 1 }] },
  ]);
  expect(text.split('\n')).toEqual([
    '# HELP a back\\\\slash "quoted"\\nnew{line}, ä=\\\\n',
    '# TYPE a gauge',
    'a{l="back\\\\slash \\"quoted\\"\\nnew{line}, ä=\\\\n"} 1',
    '',
  ]);
  const family = parseExposition(text).get('a');
  expect(family?.help).toBe(nasty);
  expect(family?.samples).toEqual([{ name: 'a', labels: { l: nasty }, value: 1 }]);
});
