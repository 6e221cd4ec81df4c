/** What the toolbar of a text can do. */
export type Marking = 'bold' | 'italic' | 'code' | 'link' | 'list';

export type Selection = Readonly<{ start: number; end: number }>;

/** What to type over which part of a text, and what is selected then. */
export type Edit = Readonly<{ from: number; to: number; insert: string; select: Selection }>;

/** The change of a text that marks its selection up, or takes the marks away where all of it has them. */
export function editFor(text: string, selection: Selection, marking: Marking): Edit {
  switch (marking) {
    case 'bold':
      return emphasis(text, selection, '**');
    case 'italic':
      return emphasis(text, selection, '*');
    case 'code':
      return emphasis(text, selection, '`');
    case 'link':
      return link(text, selection);
    case 'list':
      return list(text, selection);
  }
}

/** The text after an edit. */
export function edited(text: string, { from, to, insert }: Edit): string {
  return text.slice(0, from) + insert + text.slice(to);
}

function emphasis(text: string, selection: Selection, mark: string): Edit {
  // Signs stand at words: with a space beside them they are none.
  const { start, end } = trimmed(text, selection);
  const picked = text.slice(start, end);
  if (isMarked(text, { start, end }, mark)) {
    const from = start - mark.length;
    const select = { start: from, end: from + picked.length };
    return { from, to: end + mark.length, insert: picked, select };
  }
  if (picked.includes('\n')) return byLine(text, { start, end }, (line) => `${mark}${line}${mark}`);
  const select = { start: start + mark.length, end: end + mark.length };
  return { from: start, to: end, insert: `${mark}${picked}${mark}`, select };
}

/** Two stars are strong, one is emphasis, three are both. */
function isMarked(text: string, { start, end }: Selection, mark: string): boolean {
  const sign = mark.charAt(0);
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const outside = Math.min(runBefore(before, sign), runAfter(after, sign));
  if (sign !== '*') return outside === 1;
  return mark.length === 2 ? outside >= 2 : outside === 1 || outside >= 3;
}

function runBefore(text: string, sign: string): number {
  let length = 0;
  while (length < text.length && text.charAt(text.length - 1 - length) === sign) length += 1;
  return length;
}

function runAfter(text: string, sign: string): number {
  let length = 0;
  while (text.charAt(length) === sign) length += 1;
  return length;
}

/** Emphasis ends with its paragraph: each line gets its own. */
function byLine(text: string, { start, end }: Selection, mark: (line: string) => string): Edit {
  const insert = text
    .slice(start, end)
    .split('\n')
    .map((line) => {
      const [, head = '', words = '', tail = ''] = /^(\s*(?:[-*+] |\d+[.)] )?)(.*?)(\s*)$/.exec(line) ?? [];
      return words === '' ? line : head + mark(words) + tail;
    })
    .join('\n');
  return { from: start, to: end, insert, select: { start, end: start + insert.length } };
}

const ADDRESS = 'https://';

function link(text: string, selection: Selection): Edit {
  const { start, end } = trimmed(text, selection);
  const picked = text.slice(start, end).replaceAll('\n', ' ');
  // An address that was selected is where it leads; what it is called is typed next.
  if (/^(?:https?:\/\/|\/)\S+$/.test(picked)) {
    const at = start + 1;
    return { from: start, to: end, insert: `[](${picked})`, select: { start: at, end: at } };
  }
  const address = start + 1 + picked.length + 2;
  const select = { start: address, end: address + ADDRESS.length };
  return { from: start, to: end, insert: `[${picked}](${ADDRESS})`, select };
}

function list(text: string, { start, end }: Selection): Edit {
  // A place before the first is read as the first, which may be a line's end itself.
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const isList = lines.every((line) => line.trim() === '' || line.startsWith('- ')) && lines.some(Boolean);
  const changed = lines.map((line) => {
    if (isList) return line.replace(/^- /, '');
    return line.trim() === '' && lines.length > 1 ? line : `- ${line}`;
  });
  const insert = changed.join('\n');
  const collapsed = from + insert.length;
  const select = start === end ? { start: collapsed, end: collapsed } : { start: from, end: collapsed };
  return { from, to, insert, select };
}

function trimmed(text: string, { start, end }: Selection): Selection {
  const picked = text.slice(start, end);
  const words = picked.trim();
  if (words === '') return { start, end: picked === '' ? end : start };
  const from = start + picked.indexOf(words);
  return { start: from, end: from + words.length };
}
