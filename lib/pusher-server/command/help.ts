import { FLAGS, type Flag } from './flags';

/** What `--help` prints. */
export function helpText(): string {
  const rows = FLAGS.map((flag) => [usageOf(flag), remarkOf(flag)] as const);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  return [
    'A server of the Pusher Channels protocol 7 and its HTTP API.',
    '',
    'Usage: node pusher-server.mjs [flags]',
    '',
    ...rows.map(([usage, remark]) => `  ${usage.padEnd(width)}  ${remark}`),
    '',
    'A flag goes before its variable. Other users of this machine can read arguments: give secrets by variables.',
    '',
  ].join('\n');
}

function usageOf({ name, value }: Flag): string {
  if (value !== null) return `--${name} ${value}`;
  return name === 'help' || name === 'version' ? `--${name}` : `--[no-]${name}`;
}

function remarkOf({ text, variable, fallback, isList }: Flag): string {
  const notes = [
    ...(variable === null ? [] : [variable]),
    ...(isList ? ['repeatable'] : []),
    `default ${fallback}`,
  ];
  return `${text} (${notes.join('; ')})`;
}
