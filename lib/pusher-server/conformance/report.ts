import { FEATURES } from './features';
import type { Finding, Outcome } from './run';

/** How many cases came to what, and how long all of them took. */
export type Totals = Readonly<Record<Outcome['result'], number>> & { readonly seconds: number };

/** One finding as lines: `ok 1 - id: title`, and what was expected and received below what is not ok. */
export function linesOf(number: number, { tested, outcome, ms }: Finding): string {
  const line = `${outcome.result} ${number} - ${tested.id}: ${tested.title}`;
  switch (outcome.result) {
    case 'ok':
      return line;
    case 'skipped':
      return `${line} # ${outcome.why}`;
    case 'not ok':
      return [
        line,
        `  what: ${outcome.what}`,
        `  expected: ${outcome.expected}`,
        `  received: ${outcome.received}`,
        `  after: ${ms} ms`,
      ].join('\n');
  }
}

/** What the findings come to. */
export function totalsOf(findings: readonly Finding[], elapsedMs: number): Totals {
  const count = (result: Outcome['result']) =>
    findings.filter(({ outcome }) => outcome.result === result).length;
  return {
    ok: count('ok'),
    'not ok': count('not ok'),
    skipped: count('skipped'),
    seconds: Math.round(elapsedMs / 100) / 10,
  };
}

/** The last lines: what is not ok once more, which would be hard to find among hundreds, and the totals. */
export function endLines(findings: readonly Finding[], totals: Totals): string {
  const wrong = findings.filter(({ outcome }) => outcome.result === 'not ok');
  return [...wrong.map(({ tested: { id, title } }) => `# not ok: ${id}: ${title}`), totalLine(totals)].join(
    '\n',
  );
}

function totalLine(totals: Totals): string {
  const cases = totals.ok + totals['not ok'] + totals.skipped;
  const { ok, skipped, seconds } = totals;
  return `# ${cases} cases: ${ok} ok, ${totals['not ok']} not ok, ${skipped} skipped, in ${seconds} s`;
}

/** Everything as one JSON document. */
export function jsonOf(server: string, findings: readonly Finding[], totals: Totals): string {
  const cases = findings.map(({ tested: { id, subject, title, needs }, outcome, ms }) => ({
    id,
    subject,
    title,
    needs,
    ms,
    ...outcome,
  }));
  return JSON.stringify({ server, totals, cases }, null, 2);
}

/** What `--help` says. */
export const HELP = `Looks at a Pusher-protocol server from outside, case by case.

  npm run conformance -- [--host H --port N --app-id ID --key K --secret S] [options]

Without --host it starts this package's own server, every feature on, and looks at that.
Host, port, id, key and secret are also read from PUSHER_HOST, PUSHER_PORT, PUSHER_APP_ID,
PUSHER_KEY and PUSHER_SECRET.

  --tls              over TLS
  --only TEXT        only cases whose id or title contains TEXT
  --skip A,B         leave out the cases of these features (below)
  --webhook-port N   listen here for the server's webhooks; without it they are left out
  --timeout MS       the time of one case, 10000 by default
  --json             one JSON document instead of lines
  --help             this

Ends with 0 when nothing is not ok, with 1 otherwise, and with 2 for arguments that cannot be.

Features:
${Object.entries(FEATURES)
  .map(([name, what]) => `  ${name.padEnd(20)}${what}`)
  .join('\n')}
`;
