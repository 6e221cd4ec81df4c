import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from './plain-text';

const words = (body: string) => plainText(body, 'markdown');

test('a plain body is what it is', () => {
  expect(plainText('Take *this*\n\n- and [that](/x)', 'plain')).toBe('Take *this*\n\n- and [that](/x)');
});

test('emphasis, code and links leave their words', () => {
  expect(words('**Bring** your _badge_, `door 7` and [the plan](/plan).')).toBe(
    'Bring your badge, door 7 and the plan.',
  );
  expect(words('***both*** and **a *b* c** and __x__')).toBe('both and a b c and x');
  expect(words('[**Read** it](https://status.example.org/a?b=1 "Title") now')).toBe('Read it now');
  expect(words('See <https://status.example.org/>.')).toBe('See https://status.example.org/.');
});

test('each paragraph, line and item is a line; a number stays and a bullet goes', () => {
  expect(words('One\ntwo\n\n\nThree\n\n- a\n- b\n  - c\n\n1. d\n2) e\n* f')).toBe(
    'One\ntwo\nThree\na\nb\nc\n1. d\n2) e\nf',
  );
});

test('emphasis does not run from one paragraph or item into the next', () => {
  expect(words('*a\n\nb*')).toBe('*a\nb*');
  expect(words('- *a\n- b*')).toBe('*a\nb*');
  expect(words('*a\nb*')).toBe('a\nb');
});

test('signs that are no markup stay', () => {
  for (const typed of [
    '5 * 3 * 2',
    'snake_case_name',
    '# Title',
    '> said',
    '| a | b |',
    '---',
    'a [b] (c)',
    '2 < 3',
  ]) {
    expect(words(typed)).toBe(typed);
  }
});

test('an escaped sign is that sign, and code keeps its own', () => {
  expect(words('\\*not\\* `**a** \\_` ``a ` b``')).toBe('*not* **a** \\_ a ` b');
});

test('a link that must not be followed, an image and a tag stay as they were typed', () => {
  for (const typed of [
    '[a](javascript:alert(1))',
    '[a](data:text/html,x)',
    '[a](//evil.example)',
    '![a](https://a.example/x.png)',
    '<script>alert(1)</script>',
    '<javascript:alert(1)>',
    '&#x202e;&lt;b&gt;',
  ]) {
    expect(words(typed)).toBe(typed);
  }
});

test('characters of private use are not taken for what stands in for code', () => {
  expect(words('\uE000 `a` \uE001 \uF8FF')).toBe('\uE000 a \uE001 \uF8FF');
});

test('what holds more markup than anybody writes stays as it was typed', () => {
  for (const typed of ['['.repeat(2_000), '*a_'.repeat(600), '- '.repeat(900), '- a\n\n'.repeat(300)]) {
    expect(words(typed)).toBe(typed);
  }
});

test('whatever it is given, it adds nothing and is quick', () => {
  const signs = fc.constantFrom(
    '*',
    '**',
    '_',
    '__',
    '`',
    '``',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '\\',
    '!',
    '\n',
    '- ',
    '1. ',
  );
  const text = fc.array(
    fc.oneof(signs, fc.string({ maxLength: 8 }), fc.constantFrom('a', ' ', '/x', 'https://a.example')),
    {
      maxLength: 200,
    },
  );
  fc.assert(
    fc.property(text, (parts) => {
      const body = parts.join('').slice(0, 2_000);
      expect(isWithin(words(body), body)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test('a long body takes milliseconds', () => {
  const bodies = [
    '`a'.repeat(240),
    `\`\`a ${'`'.repeat(200)} b`,
    '**a'.repeat(80),
    '_a b'.repeat(240),
    '[a]('.repeat(80),
    'a\n'.repeat(200),
    '(x'.repeat(1_000),
  ];
  for (const body of bodies) {
    expect(processorMs(() => words(body.padEnd(2_000, 'x')))).toBeLessThan(50);
  }
});

/** What it costs at best of a few times: the first is compiled, and another process does not count. */
function processorMs(work: () => unknown): number {
  const once = () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  return Math.min(...Array.from({ length: 5 }, once));
}

/** Whether all of `part` stands in `whole`, in this order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const sign of part) {
    const found = whole.indexOf(sign, at);
    if (found < 0) return false;
    at = found + sign.length;
  }
  return true;
}
