import type { ParseArgsConfig } from 'node:util';

export const BROADCAST_OPTIONS = {
  to: { type: 'string' },
  except: { type: 'string' },
  title: { type: 'string' },
  body: { type: 'string' },
  'body-file': { type: 'string' },
  markdown: { type: 'boolean' },
  url: { type: 'string' },
  'link-label': { type: 'string' },
  category: { type: 'string' },
  severity: { type: 'string' },
  expires: { type: 'string' },
  at: { type: 'string' },
  zone: { type: 'string' },
  fold: { type: 'string' },
  freeze: { type: 'boolean' },
  hold: { type: 'string' },
  test: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
  confirm: { type: 'string' },
  follow: { type: 'boolean' },
  wait: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

export const BROADCAST_HELP = `
Who:
  --to <audience>        everyone, role:<role>, group:<key>[,group:…] or person:<address>[,person:…]
  --except <names>       role:…, group:… and person:… that are taken out again

What:
  --title <text>         needed
  --body <text>          or --body-file <file>, - for the standard input
  --markdown             the body is written in Markdown
  --url <address>        where a click leads: a path of this site, or an http(s) address
  --link-label <text>    what the link is called
  --category <name>      general unless given
  --severity <name>      info, success, warning or critical
  --expires <time>       leaves every inbox then: 7d, 12h, or a time as for --at

When:
  --hold <seconds>       how long Ctrl-C still cancels it; 0 sends at once. The server's usual hold unless given
  --at <time>            2026-12-01T09:00 in --zone, or an instant such as 2026-12-01T09:00:00+01:00
  --zone <name>          such as Europe/Berlin; this computer's unless given
  --fold <which>         earlier or later, for an hour that clocks show twice
  --freeze               to those who belong now, and not to those who belong when it goes out

Confirming:
  --test                 only to yourself, marked as a test; the draft is kept
  -y, --yes              do not ask
  --confirm <number>     the number of people you expect; needed besides --yes above 100, and for a critical one

Following:
  --follow               until everybody has it, and not only those who are online
  --wait <seconds>       at most so long; 30 unless given
`;
