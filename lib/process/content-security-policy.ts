/**
 * What a page of ours may load. Scripts run only with this answer's nonce (Next reads it from the request's
 * own header, which is why the server writes it there and drops whatever a client sent), nothing may frame
 * us, and the browser talks to this server and the realtime service alone.
 */
export function contentSecurityPolicy(answer: {
  nonce: string;
  /** Development needs `eval` and inline styles for hot reload. */
  development: boolean;
  /** Further places a page may connect to: the realtime service, when it is not this server. */
  connectTo: readonly string[];
}): string {
  const scripts = [`'nonce-${answer.nonce}'`, "'strict-dynamic'"];
  if (answer.development) scripts.push("'unsafe-eval'");
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    `style-src 'self' ${answer.development ? "'unsafe-inline'" : `'nonce-${answer.nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src ${["'self'", ...answer.connectTo].join(' ')}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
