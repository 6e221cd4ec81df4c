/** Characters of a link, before and after it was put in its normal form. Longer ones break proxies and mail. */
export const LINK_MAX = 2_048;

/**
 * The link in its normal form, or null when it must not be followed. Allowed are a path on this site
 * (`/…`) and an absolute `http` or `https` address without credentials; used when a link is written, when
 * it is rendered and when it is followed. Applying it to its own answer changes nothing.
 *
 * What it stops: scripts (`javascript:`, also with a tab inside, which URL parsers drop), `data:` and
 * every other scheme; leaving the site through what looks like a path (`//host`, `/\host`, `/.//host`);
 * hiding the true host behind credentials or invisible characters.
 */
export function parseLink(text: string): string | null {
  if (text.length > LINK_MAX || FORBIDDEN.test(text)) return null;
  const link = text.startsWith('/') ? parsePath(text) : parseAddress(text);
  return link === null || link.length > LINK_MAX ? null : link;
}

/** Controls, every kind of space, invisible and direction-changing characters, lone surrogates, and the backslash that browsers read as a slash. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\\]/u;

/** Reserved by RFC 2606: can never be a real host, so leaving it means leaving the site. */
const HERE = 'http://here.invalid';

function parsePath(text: string): string | null {
  if (!URL.canParse(text, HERE)) return null;
  const url = new URL(text, HERE);
  // `/.//host` is on this site, but its normal form `//host` is not: whoever joins the parts would leave.
  if (url.origin !== HERE || url.pathname.startsWith('//')) return null;
  return url.pathname + url.search + url.hash;
}

function parseAddress(text: string): string | null {
  // Parsers also take `http:host` and `https:///host`; people do not write those in good faith.
  if (!/^https?:\/\/[^/?#@]+(?:[/?#]|$)/i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).href;
}
