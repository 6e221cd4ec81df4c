import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LINK_MAX, parseLink } from './link';

const OWN = 'https://own.example';

test.each([
  ['/', '/'],
  ['/inbox', '/inbox'],
  ['/a/../b?q=1#part', '/b?q=1#part'],
  ['/über', '/%C3%BCber'],
  ['/search?next=//host', '/search?next=//host'],
  ['/page#//host', '/page#//host'],
  ['/javascript:alert(1)', '/javascript:alert(1)'],
  ['https://example.com', 'https://example.com/'],
  ['HTTPS://EXAMPLE.com/A', 'https://example.com/A'],
  ['http://example.com:80/a', 'http://example.com/a'],
  ['https://example.com?q=a@b', 'https://example.com/?q=a@b'],
  ['https://example.com/@someone', 'https://example.com/@someone'],
  ['http://[::1]:3000/', 'http://[::1]:3000/'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
])('%s may be followed', (text, link) => {
  expect(parseLink(text)).toBe(link);
});

test.each([
  ['nothing', ''],
  ['a word', 'inbox'],
  ['a relative path', './inbox'],
  ['a query alone', '?a=1'],
  ['a fragment alone', '#a'],
  ['a script', 'javascript:alert(1)'],
  ['a script in mixed case', 'JaVaScRiPt:alert(1)'],
  ['a script with a tab inside', 'java\tscript:alert(1)'],
  ['a script with a line break inside', 'java\nscript:alert(1)'],
  ['a script behind a space', ' javascript:alert(1)'],
  ['a script behind a control character', '\u0001javascript:alert(1)'],
  ['a script behind an invisible character', '\u200bjavascript:alert(1)'],
  ['a script behind a byte order mark', '\ufeffjavascript:alert(1)'],
  ['a script that looks like an address', 'javascript://example.com/%0aalert(1)'],
  ['data', 'data:text/html,<script>alert(1)</script>'],
  ['a Visual Basic script', 'vbscript:msgbox(1)'],
  ['a blob', 'blob:https://own.example/1'],
  ['a file', 'file:///etc/passwd'],
  ['mail', 'mailto:a@example.com'],
  ['ftp', 'ftp://example.com/'],
  ['a web socket', 'wss://example.com/'],
  ['a view of a source', 'view-source:https://example.com/'],
  ['another host as a path', '//host'],
  ['another host with three slashes', '///host'],
  ['another host with a backslash', '/\\host'],
  ['another host with two backslashes', '\\\\host'],
  ['another host with a tab', '/\t/host'],
  ['another host with a line break', '/\n/host'],
  ['another host with a carriage return', '/\r/host'],
  ['another host behind a dot', '/.//host'],
  ['another host behind two dots', '/..//host'],
  ['another host behind an encoded dot', '/%2e//host'],
  ['another host behind a step back', '/a/..//host'],
  ['a path with a backslash further in', '/a\\b'],
  ['a name', 'https://someone@example.com/'],
  ['a name and a password', 'https://own.example:secret@evil.example/'],
  ['an empty name', 'https://@example.com/'],
  ['a name behind a backslash', 'https://own.example\\@evil.example/'],
  ['no slashes', 'https:example.com'],
  ['one slash', 'https:/example.com'],
  ['three slashes', 'https:///example.com'],
  ['no host', 'https://'],
  ['a host with a space', 'https://exa mple.com/'],
  ['a host with an encoded slash', 'https://own.example%2F@evil.example/'],
  ['a host with a full-width slash', 'https://own.example／evil'],
  ['a host with an invisible character', 'https://own\u00ad.example/'],
  ['a port that is none', 'https://example.com:99999/'],
  ['a space at the end', '/inbox '],
  ['a null', '/in\0box'],
  ['a delete character', '/in\u007fbox'],
  ['a control character of the second block', '/in\u0085box'],
  ['text that changes its direction', '/\u202etxt.exe'],
  ['a line separator', '/a\u2028b'],
  ['half a character', '/a\ud800'],
])('%s may not be followed', (_, text) => {
  expect(parseLink(text)).toBeNull();
});

test('a link has a greatest length, before and after it was put in its normal form', () => {
  expect(parseLink(`/${'a'.repeat(LINK_MAX - 1)}`)).not.toBeNull();
  expect(parseLink(`/${'a'.repeat(LINK_MAX)}`)).toBeNull();
  expect(parseLink(`/${'ü'.repeat(LINK_MAX / 6)}`)).not.toBeNull();
  expect(parseLink(`/${'ü'.repeat(LINK_MAX / 2)}`)).toBeNull();
});

/** Texts made of what parsers trip over. */
const hostile = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...'/\\.:@?#%&=[]-;') },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'http:',
          'https:',
          'HTTP://',
          'javascript:',
          'data:',
          'own.example',
          'evil',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '\t',
          '\n',
          '\r',
          '\0',
          ' ',
          '\u00a0',
          '\u200b',
          '\u202e',
          '%2f',
          '%5c',
          '%2e',
        ),
      },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom('。', '／', '＼', '℀', '㎰', 'ß', '\u00ad', '\ufeff') },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const text = fc.oneof(
  hostile,
  hostile.map((rest) => `/${rest}`),
  hostile.map((rest) => `https://${rest}`),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.string({ unit: 'binary' }),
);

test('whatever is taken leads to this site by a path, or to http(s) as it was plainly written', () => {
  let paths = 0;
  let addresses = 0;
  fc.assert(
    fc.property(text, (text) => {
      const link = parseLink(text);
      if (link === null) return;
      const target = new URL(link, OWN);
      expect(['http:', 'https:']).toContain(target.protocol);
      expect(target.username + target.password).toBe('');
      if (link.startsWith('/')) {
        paths += 1;
        expect(target.origin).toBe(OWN);
        expect(text.startsWith('/')).toBe(true);
      } else {
        addresses += 1;
        expect(text).toMatch(/^https?:\/\//i);
        expect(new URL(link).href).toBe(link);
      }
    }),
    { numRuns: 10_000 },
  );
  expect(Math.min(paths, addresses)).toBeGreaterThan(200);
});

test('the normal form of a link is its own normal form', () => {
  fc.assert(
    fc.property(text, (text) => {
      const link = parseLink(text);
      if (link !== null) expect(parseLink(link)).toBe(link);
    }),
    { numRuns: 5_000 },
  );
});
