import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HARMLESS_CSV, harmlessCell } from './harmless-csv';

const FORMULA = /^[\s"']*?[=+\-@＝＋－＠]/;
const isFormula = (cell: string) => FORMULA.test(cell) && !/^[\s"]*'/.test(cell);

test('what begins like a formula after a sign between cells begins with an apostrophe', () => {
  expect(harmlessCell('x;=1+1;')).toBe("x;'=1+1;");
  expect(harmlessCell('x; "=1+1')).toBe(`x; "'=1+1`);
  expect(harmlessCell('x\t@SUM(A1)\r\n-2')).toBe("x\t'@SUM(A1)\r\n'-2");
  expect(harmlessCell('a;b-c; d=e, 1+1')).toBe('a;b-c; d=e, 1+1');
});

const hostile = fc.string({
  unit: fc.constantFrom(';', '\t', '\n', '\r', '=', '+', '-', '@', '"', "'", ' ', ',', 'x', '＝'),
  maxLength: 14,
});

test('however it is split, no cell of anybody’s text is a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(hostile, hostile), { minLength: 1, maxLength: 4 }), (people) => {
      const text = stringify(
        [['email', 'name', 'state'], ...people.map((one) => [...one, 'no'])],
        HARMLESS_CSV,
      );
      for (const delimiter of [',', ';', '\t']) {
        // As a spreadsheet reads: a quote that closes early, or is not at the beginning, is a sign like any other.
        const options = { delimiter, relax_quotes: true, relax_column_count: true, bom: true };
        let rows: string[][];
        try {
          rows = parse(text, options);
        } catch {
          rows = text.split(/\r\n|\r|\n/).map((line) => line.split(delimiter));
        }
        for (const cell of rows.flat()) expect([cell, isFormula(cell)]).toEqual([cell, false]);
      }
      // And with no regard for quotes at all.
      for (const cell of text.split(/[;\t\r\n]/)) expect([cell, isFormula(cell)]).toEqual([cell, false]);
    }),
    { numRuns: 2_000 },
  );
});

test('what is no formula comes back as it is', () => {
  const plain = ['Ana "the comma", Duarte', 'Müller; Söhne', 'a-b@x.test', 'two\nlines'];
  expect(parse(stringify([plain], HARMLESS_CSV))).toEqual([plain]);
});
