import { expect, test } from 'vitest';
import { createLineLogger, type LogForm, type LogLevel } from './logger';

function logged(form: LogForm, level: LogLevel = 'info') {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = createLineLogger({ form, level, write, now: () => new Date(0) });
  return { logger, lines };
}

test('a line of JSON has the level, the time, the facts and the sentence', () => {
  const { logger, lines } = logged('json');
  logger.info({ port: 6001, apps: ['1'] }, 'listening');
  expect(lines).toEqual([
    '{"level":"info","time":"1970-01-01T00:00:00.000Z","port":6001,"apps":["1"],"msg":"listening"}\n',
  ]);
});

test('a line of text says the same, and no value can begin a line of its own', () => {
  const { logger, lines } = logged('text');
  logger.warn({ url: 'http://a\n2026 INFO forged' }, 'a webhook was dropped');
  expect(lines).toEqual([
    '1970-01-01T00:00:00.000Z WARN  a webhook was dropped url="http://a\\n2026 INFO forged"\n',
  ]);
});

test('an error is written with its kind, its stack and what caused it', () => {
  const { logger, lines } = logged('json');
  logger.error({ err: new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }) }, 'failed');
  const { err } = JSON.parse(lines[0] ?? '{}');
  expect(err).toMatchObject({ type: 'TypeError', message: 'fetch failed', cause: 'ECONNREFUSED' });
  expect(err.stack).toContain('logger.test');
});

test.each([
  ['trace', 3],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
  ['fatal', 0],
  ['silent', 0],
] as const)('at the level %s, %i of three entries are written', (level, count) => {
  const { logger, lines } = logged('json', level);
  logger.info({}, 'a');
  logger.warn({}, 'b');
  logger.error({}, 'c');
  expect(lines).toHaveLength(count);
});
