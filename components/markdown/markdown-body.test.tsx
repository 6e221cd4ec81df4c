import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { parseLink } from '@/lib/inbox/link';
import { plainText } from '@/lib/inbox/plain-text';
import { MarkdownBody } from './markdown-body';
import { MarkdownNodes } from './markdown-nodes';

const markup = (text: string) => renderToStaticMarkup(<MarkdownNodes text={text} compact={false} />);
/** Without what only styles it. */
const bare = (text: string) => markup(text).replaceAll(/ (?:class|dir)="[^"]*"/g, '');

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](JaVaScRiPt&colon;alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:x)',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](https://bank.example@evil.example)',
  '<javascript:alert(1)>',
  '<mailto:a@b.example>',
  '![x](https://a.example/pixel.png)',
  '![x](javascript:alert(1))',
  '[x][y]\n\n[y]: javascript:alert(1)',
  '# Title\n\nTitle\n---\n\n> said\n\n    code\n\n***\n\n```js\na\n```',
  '| a | b |\n| - | - |\n| 1 | 2 |',
];

test('paragraphs, line breaks, emphasis, code, lists and links', () => {
  expect(bare('**Bring** *your* `badge`.\nNow.\n\nThen:\n\n- a\n- b\n\n2. c\n3. d')).toBe(
    '<div><p><strong>Bring</strong> <em>your</em> <code>badge</code>.<br/>\nNow.</p>\n<p>Then:</p>\n' +
      '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start="2">\n<li>c</li>\n<li>d</li>\n</ol></div>',
  );
  expect(bare('[the plan](/plan)')).toBe('<div><p><a href="/plan">the plan</a></p></div>');
});

test('a link elsewhere says where it leads, and leads there without our window and referrer', () => {
  const html = markup('[your bank](https://evil.example/login)');
  expect(html).toContain('your bank (evil.example)');
  expect(html).toContain('rel="noopener noreferrer"');
  expect(html).toContain('target="_blank"');
});

test('hostile text is shown as it was typed, and leads nowhere', () => {
  for (const text of HOSTILE) {
    const html = markup(text);
    expect(elementsOf(html).filter((name) => !['p', 'br', 'div', 'code', 'em'].includes(name))).toEqual([]);
    expect(html).not.toMatch(/<[^>]*href/);
    expect(html).not.toMatch(/<[^>]*\son/);
  }
});

test('an entity stays as it was typed: by it nothing comes in that a check has refused', () => {
  expect(bare('&#x202e;abc &lt;b&gt;')).toBe('<div><p>&amp;#x202e;abc &amp;lt;b&amp;gt;</p></div>');
});

test('what a link is called may hold anything and is text', () => {
  expect(bare('[![x](y)<b>](/a)')).toBe('<div><p><a href="/a">![x](y)&lt;b&gt;</a></p></div>');
});

test('emoji, endless words and controls of direction stay within their paragraph', () => {
  for (const text of ['😀'.repeat(10_000), 'a'.repeat(2_000), '\u202eevil\u2066', '👨‍👩‍👧‍👦'.repeat(100)]) {
    expect(bare(text).replaceAll(/<\/?(?:div|p)>/g, '')).toBe(text);
    expect(markup(text)).toContain('dir="auto"');
    expect(markup(text)).toContain('wrap-anywhere');
  }
});

test('whatever the text, only the allowed elements come out, and each link is allowed', () => {
  const signs = fc.constantFrom(
    ...[
      '*',
      '**',
      '_',
      '`',
      '[',
      '](',
      ')',
      '<',
      '>',
      '!',
      '\\',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '# ',
      '&#x6a;',
      '"',
      '    ',
      '---',
    ],
    ...['https://a.example', '/x', 'javascript:', '<b>', 'x', ' '],
  );
  const text = fc.oneof(fc.constantFrom(...HOSTILE), signs, fc.string({ unit: 'grapheme', maxLength: 10 }));
  let links = 0;
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), (parts) => {
      const html = markup(parts.join(''));
      for (const name of elementsOf(html)) expect(ALLOWED).toContain(name);
      for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) {
        links += 1;
        expect(parseLink(unescaped(href))).toBe(unescaped(href));
      }
      for (const [, names] of html.matchAll(/<[a-z]+((?: [a-zA-Z]+="[^"]*")*)\s*\/?>/g)) {
        for (const [, name] of (names ?? '').matchAll(/ ([a-zA-Z]+)="/g)) expect(ATTRIBUTES).toContain(name);
      }
    }),
    { numRuns: 300, examples: [[['[x](/x) <https://a.example>']]] },
  );
  expect(links).toBeGreaterThan(1);
});

test('the words for the bell are the words of the paragraphs', () => {
  const word = fc.constantFrom('now', 'Türen', '7', 'עכשיו', 'snake_case', '😀');
  const inline = fc.oneof(
    word,
    word.map((text) => `**${text}**`),
    word.map((text) => `*${text}*`),
    word.map((text) => `\`${text}\``),
    word.map((text) => `[${text}](/a)`),
    word.map((text) => `[${text}](javascript:x)`),
  );
  const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
  const block = fc.oneof(
    line,
    fc.array(line, { minLength: 2, maxLength: 3 }).map((lines) => lines.join('\n')),
    fc
      .array(line, { minLength: 1, maxLength: 3 })
      .map((lines) => lines.map((item) => `- ${item}`).join('\n')),
  );
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
      const text = blocks.join('\n\n');
      expect(wordsOf(markup(text))).toEqual(plainText(text, 'markdown').split(/\s+/));
    }),
    { numRuns: 150 },
  );
});

test('a body of the longest length is drawn in under 50 ms, however its signs nest', () => {
  const cut = (signs: string) => signs.repeat(2_000).slice(0, 2_000);
  const bodies = [
    '[',
    '![',
    '*a_',
    '- ',
    '1. ',
    '* - + ',
    '[a](',
    '- a\n\n',
    '-\n',
    '\\[',
    '*_[`',
    '\t- ',
    '<a ',
    '\n- \n',
    '> ',
  ].map(cut);
  const modest = [
    '*a_'.repeat(80),
    '[a]('.repeat(80),
    '[a](b)'.repeat(60),
    '- - a\n\n'.repeat(60),
    'a\n'.repeat(200),
    '[[](/x)'.repeat(48),
  ];
  const nested = Array.from({ length: 60 }, (_, item) => `${'  '.repeat(item % 8)}- a **b**`).join('\n');
  for (const body of [...bodies, ...modest, nested]) expect(quickest(() => markup(body))).toBeLessThan(50);
});

test('a plain body keeps its signs and its line breaks', () => {
  const html = renderToStaticMarkup(<MarkdownBody text={'**a**\n<b>'} format="plain" />);
  expect(html).toContain('>**a**\n&lt;b&gt;</p>');
  expect(html).toContain('whitespace-pre-line');
});

test('until the reader of Markdown is there, its words are', () => {
  expect(renderToStaticMarkup(<MarkdownBody text="**a** [b](/c)" format="markdown" />)).toContain('>a b</p>');
});

const ALLOWED = ['div', 'p', 'br', 'strong', 'em', 'code', 'ul', 'ol', 'li', 'a', 'span'];
const ATTRIBUTES = ['class', 'dir', 'href', 'target', 'rel', 'start'];

function elementsOf(html: string): string[] {
  return [...html.matchAll(/<([a-z0-9]+)/gi)].map((match) => match[1] ?? '');
}

function unescaped(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&');
}

function wordsOf(html: string): string[] {
  return unescaped(html.replaceAll(/<[^>]*>/g, ''))
    .trim()
    .split(/\s+/);
}

/** In milliseconds of the processor, of up to thirty times: what else the machine does is not measured. */
function quickest(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let times = 0; times < 30 && best >= 50; times += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}
