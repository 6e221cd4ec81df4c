import { parseArgs } from 'node:util';
import { AppError } from '@/lib/errors';
import { readServerFile } from '@/lib/process/server-file';
import { type Command, EXIT, Failure, type Terminal, textOf, UsageError, type Values } from './command';
import { COMMANDS } from './commands';
import { type Operator, openOperator } from './operator';
import type { Screen } from './screen';
import { shown } from './words';

export type TerminalGiven = Readonly<{
  argv: readonly string[];
  environment: Readonly<Record<string, string | undefined>>;
  screen: Screen;
  projectDir: string;
  commands?: readonly Command[];
}>;

/** What every command takes. */
const COMMON = {
  data: { type: 'string' },
  as: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Runs one command and answers its exit code; what went wrong is said in plain sentences on the error stream. */
export async function runTerminal(given: TerminalGiven): Promise<number> {
  const { argv, screen, commands = COMMANDS } = given;
  if (argv.length === 0) return tell(screen, overview(commands), EXIT.usage);
  if (argv[0] === 'help' || argv[0] === '--help' || argv[0] === '-h') {
    screen.out(overview(commands));
    return EXIT.ok;
  }
  const command = commands.find(({ name }) => name.split(' ').every((word, at) => argv[at] === word));
  if (!command) {
    const typed = argv
      .filter((word) => !word.startsWith('-'))
      .slice(0, 2)
      .join(' ');
    return tell(screen, `There is no command “${shown(typed)}”.\n\n${overview(commands)}`, EXIT.usage);
  }
  try {
    return await runCommand(command, given);
  } catch (error) {
    if (error instanceof UsageError) {
      return tell(screen, `${error.message}\nType: node dist/cli.mjs ${command.name} --help\n`, EXIT.usage);
    }
    return tell(screen, `${sentenceOfError(error)}\n`, EXIT.failed);
  }
}

async function runCommand(
  command: Command,
  { argv, environment, screen, projectDir }: TerminalGiven,
): Promise<number> {
  const { values, positionals } = parse(command, argv.slice(command.name.split(' ').length));
  if (values.help === true) {
    screen.out(helpOf(command));
    return EXIT.ok;
  }
  if (positionals.length !== command.takes.length) {
    const takes = command.takes.length === 0 ? 'nothing but options' : command.takes.join(' ');
    throw new UsageError(`“${command.name}” takes ${takes}.`);
  }
  const dataDir = textOf(values, 'data') ?? environment.DATA_DIR ?? './data';
  let operator: Operator | null = null;
  const terminal: Terminal = {
    screen,
    environment,
    projectDir,
    dataDir,
    isServing: () => readServerFile(dataDir) !== null,
    async operator() {
      const server = readServerFile(dataDir);
      if (server === null)
        throw new Failure(
          `No Belfry runs on the data in ${dataDir}. Start it first, or name its folder with --data.`,
        );
      operator ??= await openOperator(server, { as: textOf(values, 'as') });
      return operator;
    },
  };
  try {
    return await command.run(terminal, { values, positionals });
  } finally {
    // Assigned in a closure, which the compiler does not follow.
    await (operator as Operator | null)?.end();
  }
}

function parse(
  command: Command,
  args: readonly string[],
): { values: Values; positionals: readonly string[] } {
  try {
    const options = { ...COMMON, ...command.options };
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    // The cast: no option of ours may be given more than once, so none is a list.
    return { values: parsed.values as Values, positionals: parsed.positionals };
  } catch (error) {
    // parseArgs throws TypeErrors whose first sentence is meant for people.
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
}

function tell(screen: Screen, text: string, code: number): number {
  screen.err(text);
  return code;
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Belfry from a terminal. Type: node dist/cli.mjs <command> --help\n\n${lines.join('\n')}\n`;
}

function helpOf({ name, takes, summary, help }: Command): string {
  const usage = ['node dist/cli.mjs', name, ...takes, '[options]'].join(' ');
  return `${summary}\n\n  ${usage}\n\n${help.trim()}\n\n${COMMON_HELP}`;
}

const COMMON_HELP = `For every command:
  --data <folder>   the server's data folder; DATA_DIR, or ./data, unless given
  --as <address>    the administrator who acts; the first one unless given
  --json            one JSON document as the result
  -h, --help        this text

Exit codes: 0 done, 1 not done, 2 not understood.
`;

function sentenceOfError(error: unknown): string {
  if (error instanceof Failure || error instanceof AppError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EACCES') {
    return `${error.message}. Run this as the user who runs the server.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
