import { statSync } from 'node:fs';
import * as z from 'zod';
import { BAD_REASONS, badReasonText, IMPORT_BYTES_MAX } from '@/lib/inbox/group-import';
import { type Command, EXIT, Failure, type Terminal } from '../command';
import { number, people, shown } from '../words';
import { readText } from './broadcast-draft';

const reportSchema = z.object({
  added: z.number(),
  already: z.number(),
  bad: z.array(z.object({ line: z.number(), text: z.string(), reason: z.enum(BAD_REASONS) })),
});
type Report = z.infer<typeof reportSchema>;

/** Adds everybody whose address stands in a list to a group, and names every line that was not taken. */
export const groupImport: Command = {
  name: 'group import',
  summary: 'Add the people of a list to a group',
  takes: ['<group>', '<file>'],
  help: `
  <group>           the group's key or id
  <file>            addresses, one a line or as a column of CSV; - for the standard input
  --check           only say what would be done
  `,
  options: { check: { type: 'boolean' } },
  async run(terminal, { values, positionals }) {
    const [group = '', file = ''] = positionals;
    const csv = await listOf(terminal, file);
    const operator = await terminal.operator();
    const check = values.check === true;
    const path = `/api/groups/${encodeURIComponent(group)}/imports${check ? '?check=true' : ''}`;
    const report = await operator.ask(path, { method: 'POST', body: { csv }, schema: reportSchema });
    const { screen } = terminal;
    if (values.json === true) screen.out(`${JSON.stringify({ ...report, check }, null, 2)}\n`);
    else screen.out(reportText(report, check));
    return report.bad.length === 0 ? EXIT.ok : EXIT.failed;
  },
};

async function listOf({ screen }: Terminal, file: string): Promise<string> {
  const most = `The list may have at most ${number(IMPORT_BYTES_MAX)} bytes.`;
  if (file === '-') {
    const text = await screen.readAll(IMPORT_BYTES_MAX);
    if (text === null) throw new Failure(most);
    return text;
  }
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > IMPORT_BYTES_MAX) throw new Failure(most);
  return readText(file);
}

/** What was done, and every line that was not taken. */
export function reportText({ added, already, bad }: Report, check: boolean): string {
  const lines = bad.map(
    ({ line, text, reason }) => `  line ${line}: ${shown(text)} – ${badReasonText(reason)}`,
  );
  const did = `${people(added)} ${check ? 'would be added' : 'added'}`;
  const members = already === 0 ? '' : `, ${number(already)} already in the group`;
  const refused =
    bad.length === 0 ? '.' : `, ${number(bad.length)} ${bad.length === 1 ? 'line' : 'lines'} not taken:`;
  return `${[`${did}${members}${refused}`, ...lines].join('\n')}\n`;
}
