import { ArgumentError, parseArguments, type Settings } from './arguments';
import type { Case } from './case';
import type { Feature } from './features';
import { firstLook } from './first-look';
import { startOwnServer } from './own/own-server';
import { CASES } from './registry';
import { endLines, HELP, jsonOf, linesOf, totalsOf } from './report';
import { type Finding, run } from './run';
import { hostAndPort, type Target } from './target';
import { WebhookReceiver } from './wire/webhook-receiver';

/** Where the lines go, and the cases that are run; tests bring their own. */
export type ConformanceInput = {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly cases?: readonly Case[];
};

/**
 * Runs what the arguments ask for and returns the exit code: 0, 1 when something is not ok or there is nothing to look
 * at, 2 for bad arguments.
 */
export async function conformance(input: ConformanceInput): Promise<0 | 1 | 2> {
  try {
    const settings = parseArguments(input.arguments, input.environment);
    if (settings === 'help') {
      input.print(HELP);
      return 0;
    }
    const cases = chosen(input.cases ?? CASES, settings.only);
    return settings.target
      ? await look(input, settings, cases, settings.target)
      : await lookAtOwn(input, settings, cases);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    input.complain(`${error.message}. --help says more.`);
    return 2;
  }
}

function chosen(cases: readonly Case[], only: string | null): readonly Case[] {
  const wanted = only === null ? cases : cases.filter(({ id, title }) => `${id}: ${title}`.includes(only));
  if (wanted.length === 0) throw new ArgumentError(`--only "${only}" is in no case's id or title`);
  return wanted;
}

async function lookAtOwn(
  input: ConformanceInput,
  settings: Settings,
  cases: readonly Case[],
): Promise<0 | 1> {
  const webhooks = await WebhookReceiver.listen(0, '127.0.0.1');
  const own = await startOwnServer(webhooks.port);
  try {
    return await report(input, settings, { cases, target: own.target, webhooks });
  } finally {
    await own.close();
    webhooks.close();
  }
}

async function look(
  input: ConformanceInput,
  settings: Settings,
  cases: readonly Case[],
  target: Target,
): Promise<0 | 1> {
  const webhooks = settings.webhookPort === null ? null : await receiverAt(settings.webhookPort, target);
  try {
    const trouble = await firstLook(target, Math.max(settings.timeoutMs, FIRST_ANSWER_MS));
    if (trouble !== null) {
      input.complain(`No case was run: ${trouble}.`);
      return 1;
    }
    return await report(input, settings, { cases, target, webhooks });
  } finally {
    webhooks?.close();
  }
}

/** Whoever has little patience with each case still gives a distant server time to be there at all. */
const FIRST_ANSWER_MS = 5_000;

/** A server on this machine needs no door open to others. */
async function receiverAt(port: number, { host }: Target): Promise<WebhookReceiver> {
  const isHere = ['127.0.0.1', '::1', 'localhost'].includes(host);
  try {
    return await WebhookReceiver.listen(port, isHere ? host : '::');
  } catch (error) {
    throw new ArgumentError(`--webhook-port ${port} cannot be listened on (${String(error)})`);
  }
}

type Looking = {
  readonly cases: readonly Case[];
  readonly target: Target;
  readonly webhooks: WebhookReceiver | null;
};

async function report(input: ConformanceInput, settings: Settings, looking: Looking): Promise<0 | 1> {
  const server = hostAndPort(looking.target);
  const isLines = settings.format === 'lines';
  const startedAtMs = performance.now();
  const findings: Finding[] = [];
  if (isLines) input.print(`# ${looking.cases.length} cases against ${server}`);
  const skipped = skippedFeatures(settings, looking.webhooks);
  for await (const finding of run({ ...looking, skipped, timeoutMs: settings.timeoutMs })) {
    findings.push(finding);
    if (isLines) input.print(linesOf(findings.length, finding));
  }
  const totals = totalsOf(findings, performance.now() - startedAtMs);
  input.print(isLines ? endLines(findings, totals) : jsonOf(server, findings, totals));
  return totals['not ok'] > 0 ? 1 : 0;
}

function skippedFeatures(settings: Settings, webhooks: WebhookReceiver | null): ReadonlyMap<Feature, string> {
  const skipped = new Map<Feature, string>();
  if (!webhooks) skipped.set('webhooks', 'webhooks need --webhook-port');
  for (const feature of settings.skip) skipped.set(feature, `--skip ${feature}`);
  return skipped;
}
