/** What a child process can be asked. An answer must survive `JSON`. */
export type Commands = Readonly<Record<string, (input: never) => unknown>>;

/** One question to a child and its answer, over the IPC channel that `fork` makes. */
export type Question = Readonly<{ id: number; command: string; input: unknown }>;
export type Answer = Readonly<{ id: number; value?: unknown; error?: string }>;

/** Answers every question with the command of its name, and ends the process when the asker is gone. */
export function serveCommands(commands: Commands): void {
  process.on('message', async ({ id, command, input }: Question) => {
    const answer: Answer = await run(commands, command, input).then(
      (value) => ({ id, value }),
      (error: unknown) => ({ id, error: String(error) }),
    );
    process.send?.(answer);
  });
  process.once('disconnect', () => process.exit(0));
}

async function run(commands: Commands, name: string, input: unknown): Promise<unknown> {
  const command = commands[name];
  if (!command) throw new Error(`There is no command ${name}`);
  // The asker knows what its command takes: both sides are of this folder.
  return await command(input as never);
}

/** What every child can tell of itself. */
export const OWN_COMMANDS = {
  /** CPU time of the whole process in microseconds; neighbours do not change it much. */
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Resident bytes, after the garbage is collected. */
  memory: async () => {
    for (let turn = 0; turn < 3; turn++) {
      // There with `--expose-gc`.
      globalThis.gc?.();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return process.memoryUsage.rss();
  },
} as const;
