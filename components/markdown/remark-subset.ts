import type { Link, Nodes, Root } from 'mdast';
import type { Processor } from 'unified';
import type { VFile } from 'vfile';
import { parseLink } from '@/lib/inbox/link';

/**
 * Teaches the parser the part of Markdown that a notice needs, and no more: whatever is outside stays as it was typed.
 * So do images, and links that must not be followed. A reference to a character (`&#x202e;`) is outside as well: by it
 * a text could hold what the check of its characters has refused.
 */
export function remarkSubset(this: Processor) {
  // The cast: the parser declares this key where its own package is imported.
  const data = this.data() as { micromarkExtensions?: readonly object[] };
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: OUTSIDE } }];
  return (tree: Root, file: VFile) => keepTyped(tree, String(file));
}

/** The names of the parser's constructs. */
const OUTSIDE = [
  'blockQuote',
  'characterReference',
  'codeFenced',
  'codeIndented',
  'definition',
  'headingAtx',
  'htmlFlow',
  'htmlText',
  'setextUnderline',
  'thematicBreak',
];

/** As deep as lists may be within each other, twice: the body was found modest before. */
function keepTyped(node: Nodes, source: string): void {
  if (!('children' in node)) return;
  for (const [index, child] of node.children.entries()) {
    if (isInside(child)) keepTyped(child, source);
    else node.children[index] = { type: 'text', value: typed(child, source) };
  }
}

function isInside(node: Nodes): boolean {
  if (node.type === 'link') return isFollowed(node);
  return node.type !== 'image';
}

function isFollowed(link: Link): boolean {
  return parseLink(link.url) !== null;
}

function typed(node: Nodes, source: string): string {
  const { start, end } = node.position ?? {};
  return source.slice(start?.offset ?? 0, end?.offset ?? 0);
}
