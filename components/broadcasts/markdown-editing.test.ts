import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Edit, edited, editFor, type Marking } from './markdown-editing';

/** A text in which `|` is the caret, or two of them the selection's ends. */
function at(marked: string) {
  const start = marked.indexOf('|');
  const end = Math.max(marked.lastIndexOf('|') - 1, start);
  return { text: marked.replaceAll('|', ''), selection: { start, end } };
}

function after(marked: string, marking: Marking): string {
  const { text, selection } = at(marked);
  return shown(text, editFor(text, selection, marking));
}

function shown(text: string, edit: Edit): string {
  const now = edited(text, edit);
  const { start, end } = edit.select;
  if (start === end) return `${now.slice(0, start)}|${now.slice(start)}`;
  return `${now.slice(0, start)}|${now.slice(start, end)}|${now.slice(end)}`;
}

test('a selection is marked up and stays selected; without one the caret stands between the signs', () => {
  expect(after('take |your| bike', 'bold')).toBe('take **|your|** bike');
  expect(after('take |your| bike', 'italic')).toBe('take *|your|* bike');
  expect(after('take |your| bike', 'code')).toBe('take `|your|` bike');
  expect(after('take |', 'bold')).toBe('take **|**');
});

test('the same once more takes the signs away', () => {
  expect(after('take **|your|** bike', 'bold')).toBe('take |your| bike');
  expect(after('take *|your|* bike', 'italic')).toBe('take |your| bike');
  expect(after('take **|**', 'bold')).toBe('take |');
});

test('strong and emphasis stand within each other', () => {
  expect(after('**|your|**', 'italic')).toBe('***|your|***');
  expect(after('***|your|***', 'italic')).toBe('**|your|**');
  expect(after('***|your|***', 'bold')).toBe('*|your|*');
  expect(after('*|your|*', 'bold')).toBe('***|your|***');
});

test('spaces at the ends of a selection stay outside', () => {
  expect(after('take| your |bike', 'bold')).toBe('take **|your|** bike');
});

test('each line has signs of its own, behind its bullet', () => {
  expect(after('|one\n\n- two \n3. three|', 'bold')).toBe('|**one**\n\n- **two** \n3. **three**|');
});

test('a link asks for its address, or for its words when the address was selected', () => {
  expect(after('read |the plan| now', 'link')).toBe('read [the plan](|https://|) now');
  expect(after('read |', 'link')).toBe('read [](|https://|)');
  expect(after('|https://status.example.org/a|', 'link')).toBe('[|](https://status.example.org/a)');
  expect(after('see |/plan|', 'link')).toBe('see [|](/plan)');
});

test('the lines of a selection become a list, and a list becomes lines', () => {
  expect(after('a\nb|c\nd', 'list')).toBe('a\n- bc|\nd');
  expect(after('|a\n\nb|', 'list')).toBe('|- a\n\n- b|');
  expect(after('|- a\n\n- b|', 'list')).toBe('|a\n\nb|');
  expect(after('|', 'list')).toBe('- |');
});

test('twice the same leaves the text as it was, whatever is selected of a line', () => {
  const word = fc.constantFrom('take', 'your', 'עכשיו', '😀', 'b2');
  const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
  const marking = fc.constantFrom<Marking>('bold', 'italic', 'code', 'list');
  fc.assert(
    fc.property(line, fc.nat(40), fc.nat(40), marking, (text, one, other, kind) => {
      const [start = 0, end = 0] = [one, other]
        .map((place) => Math.min(place, text.length))
        .sort((a, b) => a - b);
      const first = editFor(text, { start, end }, kind);
      const marked = edited(text, first);
      expect(marked).not.toBe(text);
      expect(edited(marked, editFor(marked, first.select, kind))).toBe(text);
    }),
  );
});

test('whatever the text, an edit stays within it and selects within what comes out', () => {
  const text = fc.array(fc.constantFrom('a', ' ', '\n', '*', '**', '`', '- ', '[', '](/x)', '😀'), {
    maxLength: 30,
  });
  const marking = fc.constantFrom<Marking>('bold', 'italic', 'code', 'link', 'list');
  fc.assert(
    fc.property(text, fc.nat(60), fc.nat(60), marking, (parts, one, other, kind) => {
      const body = parts.join('');
      const [start = 0, end = 0] = [one, other]
        .map((place) => Math.min(place, body.length))
        .sort((a, b) => a - b);
      const edit = editFor(body, { start, end }, kind);
      expect(0 <= edit.from && edit.from <= edit.to && edit.to <= body.length).toBe(true);
      const length = edited(body, edit).length;
      expect(
        0 <= edit.select.start && edit.select.start <= edit.select.end && edit.select.end <= length,
      ).toBe(true);
    }),
  );
});

test('a list is begun at the very start of a text whose first line is empty', () => {
  const edit = editFor('\nwords', { start: 0, end: 0 }, 'list');
  expect(edited('\nwords', edit)).toBe('- \nwords');
});
