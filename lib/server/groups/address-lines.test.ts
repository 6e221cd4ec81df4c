import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { badReasonText, harmless } from '@/lib/inbox/group-import';
import { addressLines } from './address-lines';
import { linesOf } from './csv-records';

const read = (text: string) => [...addressLines(linesOf(text))];
/** Each line as its number and what was found on it. */
const found = (text: string) =>
  read(text).map((one) => `${one.line} ${one.address === null ? one.reason : one.address}`);

test('one address a line needs no heading, and is kept in lower case', () => {
  expect(found('ana@belfry.test\n\n Ben@Belfry.TEST \n')).toEqual(['1 ana@belfry.test', '3 ben@belfry.test']);
});

test('the column with the heading counts, wherever it stands and whatever it is called', () => {
  for (const heading of ['email', 'E-Mail', 'Mail', '"e-mail"', 'E-mail address']) {
    expect(found(`Name,${heading}\nAna,ana@x.test\nBen,`)).toEqual(['2 ana@x.test', '3 no_address']);
  }
});

test('without such a heading the first column counts, and a heading of another name is a bad line', () => {
  expect(found('ana@x.test,email me\nb@x.test,')).toEqual(['1 ana@x.test', '2 b@x.test']);
  expect(found('Adresse,Name\nana@x.test,Ana')).toEqual(['1 no_address', '2 ana@x.test']);
});

test('a byte order mark, any line ends, semicolons and tabs are all the same', () => {
  const rows = ['email|name', 'ana@x.test|Ana', 'ben@x.test|Ben'];
  for (const sign of [',', ';', '\t']) {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = `\ufeff${rows.map((row) => row.replace('|', sign)).join(end)}${end}`;
      expect(found(text)).toEqual(['2 ana@x.test', '3 ben@x.test']);
    }
  }
});

test('what stands in quotes separates nothing, and may go over several lines', () => {
  const text = 'name,email\n"Ana, the ""boss""","ana@x.test"\n"two\nlines",ben@x.test\nCarl,carl@x.test';
  expect(found(text)).toEqual(['2 ana@x.test', '3 ben@x.test', '5 carl@x.test']);
});

test('a quotation mark that is never closed costs its own line and no other', () => {
  const text =
    'email,name\nana@x.test,"Ana\nben@x.test,Ben\nca"rl@x.test,"C"\ndan@x.test,"Dan" the man\neva@x.test,Eva';
  expect(found(text)).toEqual(['2 quoting', '3 ben@x.test', '4 quoting', '5 quoting', '6 eva@x.test']);
});

test('two stray marks do not swallow the lines between them', () => {
  const text = '"ana@x.test\nben@x.test\ncarl@x.test"\ndan@x.test';
  expect(found(text)).toEqual(['1 quoting', '2 ben@x.test', '3 quoting', '4 dan@x.test']);
});

test('what is no address is said to be none', () => {
  for (const text of [
    'ana',
    'ana@',
    '@x.test',
    'a na@x.test',
    'Ana <ana@x.test>',
    `${'a'.repeat(250)}@x.test`,
  ])
    expect(found(`${text}\nlast@x.test`)[0]).toBe('1 no_address');
});

test('what our own export made harmless is an address again', () => {
  const addresses = ['+ana@x.test', '=ben@x.test', '-carl@x.test'];
  const text = stringify([['email'], ...addresses.map((address) => [address])], { escape_formulas: true });
  expect(text).toContain("'+ana");
  expect(read(text).map(({ address }) => address)).toEqual(addresses);
});

const cell = fc.string({
  unit: fc.constantFrom('a', 'é', ' ', '"', ',', ';', '\t', '\n', '@', '😀'),
  maxLength: 8,
});
const address = fc.stringMatching(/^[a-z0-9]{1,8}@[a-z]{1,5}\.test$/);

test('whatever rows are written as CSV, each address is found again, at its line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, address, cell), { minLength: 1, maxLength: 20 }),
      fc.constantFrom(',', ';', '\t'),
      fc.boolean(),
      (rows, delimiter, quoted) => {
        const all = [['one', 'email', 'two'], ...rows];
        const text = stringify(all, { delimiter, quoted });
        const lines: number[] = [];
        let line = 2;
        for (const row of rows) {
          lines.push(line);
          line += 1 + (row.join('').match(/\n/g)?.length ?? 0);
        }
        expect(read(text).map((one) => [one.line, one.address])).toEqual(
          rows.map(([, wanted], at) => [lines[at], wanted]),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('no bytes make it throw, and every line is told of at most once, in order', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => new TextDecoder().decode(bytes)),
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '@', '.', ' '), maxLength: 120 }),
      ),
      (text) => {
        const lines = linesOf(text);
        const numbers = [...addressLines(lines)].map(({ line }) => line);
        expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        for (const number of numbers) expect(number >= 1 && number <= lines.length).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('twenty thousand lines in quotes are read in no time', () => {
  const text = Array.from({ length: 20_000 }, (_, n) => `"Person ${n}","p${n}@x.test"`).join('\n');
  const begun = performance.now();
  expect(read(`name,email\n${text}`)).toHaveLength(20_000);
  expect(performance.now() - begun).toBeLessThan(4_000);
});

test('a bad line is shown cut, and nothing in it acts on the page', () => {
  const shown = harmless(`a\u0000\u001b[31m\u202eb\u2028${'x'.repeat(300)}`);
  expect(shown.startsWith('a\u2400\u241b[31m\ufffdb\ufffd')).toBe(true);
  expect([...shown]).toHaveLength(200);
  expect(shown.endsWith('…')).toBe(true);
  expect(harmless(`${'😀'.repeat(300)}`).endsWith('😀…')).toBe(true);
  expect(badReasonText('twice')).toContain('already');
});
