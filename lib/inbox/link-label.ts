import type { Content } from './notification';

export const LABEL_WITHOUT_LINK = 'A label needs a link.';

/** A label names a link: without one it would be shown nowhere. */
export function labelHasLink({ url, linkLabel }: Pick<Content, 'url' | 'linkLabel'>): boolean {
  return (linkLabel ?? null) === null || url !== null;
}
