import * as z from 'zod';
import { type Command, EXIT } from '../command';

/** Ends an API key at once. */
export const keyRevoke: Command = {
  name: 'key revoke',
  summary: 'End an API key at once',
  takes: ['<id>'],
  help: '  <id>              as the page about API keys and “key add” say it',
  options: {},
  async run(terminal, { values, positionals }) {
    const [id = ''] = positionals;
    const operator = await terminal.operator();
    await operator.ask(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE', schema: z.unknown() });
    terminal.screen.out(values.json === true ? `${JSON.stringify({ id, revoked: true })}\n` : 'Revoked.\n');
    return EXIT.ok;
  },
};
