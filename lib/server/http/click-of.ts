import 'server-only';

type Header = (name: string) => string | null;

/** Loaded before anybody asked for it: by the browser, by a page, by Next. */
export function isPrefetch(header: Header): boolean {
  const said = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => header(name) ?? '');
  return (
    said.some((value) => /prefetch|prerender|preview/i.test(value)) || header('next-router-prefetch') !== null
  );
}

/**
 * Whether a request is somebody's own click on a link: a page of a window, asked for by a person. A picture, a frame, a
 * script's question and a look at the headers are none; nor is what another site's page opens by itself. A browser
 * says these things over https alone; where nothing is said, the cookie already says that it is a window's page.
 */
export function isClick(method: string, header: Header): boolean {
  if (method !== 'GET' || isPrefetch(header) || header('rsc') !== null) return false;
  if ((header('sec-fetch-dest') ?? 'document') !== 'document') return false;
  const site = header('sec-fetch-site');
  const isOwn = site === null || site === 'same-origin' || site === 'none';
  return isOwn || header('sec-fetch-user') === '?1';
}
