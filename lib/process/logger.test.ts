import { expect, test } from 'vitest';
import { createLogger } from './logger';

const written = (write: (logger: ReturnType<typeof createLogger>) => void): string[] => {
  const lines: string[] = [];
  write(createLogger('info', { write: (line: string) => lines.push(line) }));
  return lines;
};

test('an entry is one line of JSON whatever a text holds', () => {
  const lines = written((logger) => logger.info({ title: 'a\n{"level":"fatal"}\u001b[31m' }, 'created'));
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toContain('\n');
  expect(lines[0]).not.toContain('\u001b');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'created' });
});

test('secrets are blanked', () => {
  const [line] = written((logger) =>
    logger.warn(
      { token: 't0', body: { password: 'hunter2', secret: 's3' }, req: { headers: { cookie: 'c00kie' } } },
      'x',
    ),
  );
  expect(line).toContain('[blanked]');
  expect(line).not.toMatch(/hunter2|s3"|t0"|c00kie/);
});

test('what lies below the level is not written', () => {
  expect(written((logger) => logger.debug('quiet'))).toEqual([]);
  expect(written((logger) => logger.info('loud'))).toHaveLength(1);
});
