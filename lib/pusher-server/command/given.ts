import { parseArgs } from 'node:util';
import { FLAGS, type SwitchName, type ValueName } from './flags';

/** The environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads what was given, flag before variable. Each read notes what is wrong instead of throwing. */
export type Given = {
  /** One sentence for each value that makes no sense; grows with every read. */
  readonly problems: string[];
  /** What a person typed to give it, for sentences about it: `--port` or `PORT`. */
  nameOf(name: ValueName): string;
  /** Whether it stands on the command line itself. */
  isTyped(name: ValueName): boolean;
  text(name: ValueName): string | null;
  texts(name: ValueName): readonly string[];
  /** A whole number, or null when it was not given or makes no sense. */
  whole(name: ValueName, from: number, to: number): number | null;
  oneOf<const Word extends string>(name: ValueName, words: readonly Word[], fallback: Word): Word;
  isOn(name: SwitchName): boolean;
};

/** Takes a command line apart. Nothing is refused here: `problems` begins with what is no flag of ours. */
export function readGiven(argv: readonly string[], environment: Environment): Given {
  const problems: string[] = [];
  const typed = new Map<string, string[]>();
  const switched = new Map<string, boolean>();
  for (const token of tokensOf(argv)) {
    if (token.kind === 'positional') problems.push(`${quoted(token.value)} is no flag.`);
    if (token.kind !== 'option') continue;
    const problem = take(token, typed, switched);
    if (problem !== null) problems.push(problem);
  }

  const variableOf = (name: string) => FLAGS.find((flag) => flag.name === name)?.variable ?? '';
  const given: Given = {
    problems,
    nameOf: (name) => (typed.has(name) ? `--${name}` : variableOf(name) || `--${name}`),
    isTyped: (name) => typed.has(name),
    text(name) {
      const text = typed.get(name)?.at(-1) ?? environment[variableOf(name)];
      if (text === undefined) return null;
      if (text.trim() !== '') return text.trim();
      problems.push(`${given.nameOf(name)} is given but empty.`);
      return null;
    },
    texts: (name) => typed.get(name) ?? [],
    whole(name, from, to) {
      const text = given.text(name);
      if (text === null) return null;
      const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
      if (number >= from && number <= to) return number;
      problems.push(
        `${given.nameOf(name)} must be a whole number from ${from} to ${to}, not ${quoted(text)}.`,
      );
      return null;
    },
    oneOf(name, words, fallback) {
      const text = given.text(name);
      const word = words.find((known) => known === text);
      if (text !== null && word === undefined) {
        problems.push(`${given.nameOf(name)} must be one of ${words.join(', ')}, not ${quoted(text)}.`);
      }
      return word ?? fallback;
    },
    isOn: (name) => switched.get(name) ?? FLAGS.some((flag) => flag.name === name && flag.fallback === 'on'),
  };
  return given;
}

/** What somebody typed, as a sentence may repeat it: bounded, and on one line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

function tokensOf(argv: readonly string[]): readonly Token[] {
  const options = Object.fromEntries(
    FLAGS.map(({ name, value }) => [name, { type: value === null ? 'boolean' : 'string' }] as const),
  );
  // Not strict: that would stop at the first mistake, and people want to hear of all of them.
  return parseArgs({ args: [...argv], options, strict: false, tokens: true }).tokens;
}

/** Keeps one flag; answers a sentence when it cannot be kept. */
function take(
  { rawName, value, inlineValue }: Extract<Token, { kind: 'option' }>,
  typed: Map<string, string[]>,
  switched: Map<string, boolean>,
): string | null {
  const name = rawName.replace(/^--/, '');
  const flag = FLAGS.find((known) => known.name === name);
  const denied = FLAGS.find((known) => known.value === null && `no-${known.name}` === name);
  const toggled = denied ?? (flag?.value === null ? flag : undefined);
  if (toggled) {
    if (inlineValue) return `${rawName} takes no value.`;
    switched.set(toggled.name, denied === undefined);
    return null;
  }
  if (!flag) return `There is no flag ${quoted(rawName)}.`;
  // A forgotten value would swallow the next flag.
  if (value === undefined || (!inlineValue && value.startsWith('-'))) return `${rawName} needs a value.`;
  typed.set(name, [...(typed.get(name) ?? []), value]);
  return null;
}
