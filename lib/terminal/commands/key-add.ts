import * as z from 'zod';
import { type Command, EXIT, neededText } from '../command';
import { shown } from '../words';

const made = z.object({ key: z.object({ id: z.string(), name: z.string() }), token: z.string() });

/** Makes an API key. The token is the result, alone, so that a script can keep it. */
export const keyAdd: Command = {
  name: 'key add',
  summary: 'Make an API key for another program',
  takes: [],
  help: `
  --name <text>     what will use it, such as "Deploy script"
  `,
  options: { name: { type: 'string' } },
  async run(terminal, { values }) {
    const name = neededText(values, 'name');
    const operator = await terminal.operator();
    // Not again under the same key: a token whose answer was lost is kept nowhere, which the refusal says.
    const { key, token } = await operator.askOnce('/api/keys', {
      method: 'POST',
      body: { name },
      schema: made,
    });
    const { screen } = terminal;
    if (values.json === true)
      screen.out(`${JSON.stringify({ id: key.id, name: key.name, token }, null, 2)}\n`);
    else {
      screen.err(`The key “${shown(key.name)}” (${key.id}). It is not shown again.\n`);
      screen.out(`${token}\n`);
    }
    return EXIT.ok;
  },
};
