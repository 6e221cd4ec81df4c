import * as z from 'zod';
import type { Severity } from '@/lib/inbox/notification';
import { severityText } from '@/lib/inbox/sending-caution';
import { type Command, EXIT, numberOf, type Terminal, textOf, UsageError, type Values } from '../command';
import { confirmRule } from '../confirm-rule';
import { catchInterrupts } from '../interrupts';
import type { Operator } from '../operator';
import { timeOf } from '../time-option';
import { number, people, shown } from '../words';
import { awaitHold } from './await-hold';
import { audienceSchema, broadcastSchema, type SentBroadcast, sentSchema } from './broadcast-answers';
import { broadcastDraft, zonesOf } from './broadcast-draft';
import { BROADCAST_HELP, BROADCAST_OPTIONS } from './broadcast-options';
import { followSending } from './follow-sending';

/** Writes, checks, confirms, sends and follows one broadcast, by the steps and guards of the page. */
export const broadcast: Command = {
  name: 'broadcast',
  summary: 'Send a notification to an audience',
  takes: [],
  help: BROADCAST_HELP,
  options: BROADCAST_OPTIONS,
  async run(terminal, { values }) {
    // Everything that was typed is read before anything is done.
    const plan = planOf(values);
    const draft = await broadcastDraft(terminal, values);
    const operator = await terminal.operator();
    return send({ terminal, operator, values, plan, draft });
  },
};

function planOf(values: Values) {
  const at = textOf(values, 'at');
  if (at !== null && values.hold !== undefined) throw new UsageError('--at and --hold are one too many.');
  const holdSeconds = numberOf(values, 'hold', { min: 0, max: 3_600, usual: undefined });
  return {
    when: at === null ? { holdSeconds } : timeOf(at, zonesOf(values)),
    freeze: values.freeze === true,
    confirm: numberOf(values, 'confirm', { min: 0, max: 999_999_999, usual: null }),
    waitMs: numberOf(values, 'wait', { min: 0, max: 86_400, usual: 30 }) * 1000,
  };
}

type Sending = Readonly<{
  terminal: Terminal;
  operator: Operator;
  values: Values;
  plan: ReturnType<typeof planOf>;
  draft: Record<string, unknown>;
}>;

type Draft = Readonly<{
  made: z.infer<typeof broadcastSchema>;
  say: (text: string) => void;
  quiet: boolean;
}>;

async function send({ terminal, operator, values, plan, draft }: Sending): Promise<number> {
  const { screen } = terminal;
  const quiet = values.json === true;
  const say = (text: string) => {
    if (!quiet) screen.err(`${text}\n`);
  };
  const { administrator } = operator;
  say(`As ${shown(administrator.name)} (${shown(administrator.email)}).`);
  const made = await operator.askOnce('/api/broadcasts', {
    method: 'POST',
    body: draft,
    schema: broadcastSchema,
  });
  try {
    return await sendDraft({ terminal, operator, values, plan, made, say, quiet });
  } catch (error) {
    screen.err(`Its page says how it stands: /admin/broadcasts/${made.id}\n`);
    throw error;
  }
}

async function sendDraft(given: Omit<Sending, 'draft'> & Draft): Promise<number> {
  const { terminal, operator, values, plan, made, say, quiet } = given;
  const { screen } = terminal;
  const { administrator } = operator;
  const path = `/api/broadcasts/${encodeURIComponent(made.id)}`;
  if (values.test === true) return sendTest({ operator, path, made, say, terminal, quiet });

  // Of the draft that was made here: if somebody has changed it on its page since, this is not what would go out.
  const checked = new URLSearchParams({
    version: String(made.version),
    ...(plan.freeze && { freeze: 'true' }),
  });
  const { count, online, token } = await operator.ask(`${path}/audience?${checked}`, {
    schema: audienceSchema,
  });
  say(
    `“${shown(made.title)}” to ${shown(`${values.to}`)}${values.except ? ` except ${shown(`${values.except}`)}` : ''}`,
  );
  say(`${people(count)}${online === null ? '' : `, ${number(online)} online now`}.`);
  const urgency = severityText(made.severity);
  if (urgency !== null) say(urgency);
  if (!(await isConfirmed({ terminal, count, severity: made.severity, values, confirm: plan.confirm }))) {
    screen.err(`Not sent. The draft is kept: /admin/broadcasts/${made.id}\n`);
    return EXIT.failed;
  }

  // From here on it may be on its way, and Ctrl-C has to take it back instead of leaving it to go.
  const interrupts = catchInterrupts(screen);
  let sent: SentBroadcast;
  const result = (broadcast: SentBroadcast) => {
    if (quiet) screen.out(`${JSON.stringify({ ...broadcast, count, online, administrator }, null, 2)}\n`);
    else screen.out(`${resultWords(broadcast, count)}\n`);
  };
  try {
    const body = { token, ...plan.when, ...(plan.freeze && { freeze: true }) };
    sent = await operator.askOnce(`${path}/sending`, { method: 'POST', body, schema: sentSchema });
    if (sent.state === 'held' || (sent.state === 'scheduled' && interrupts.pending())) {
      const outcome = await awaitHold(sent, { operator, screen, quiet, interrupts });
      if (outcome.kind === 'taken-back') {
        screen.err(
          outcome.byUs ? 'Cancelled. Nobody got it.\n' : 'Somebody else took it back. Nobody got it.\n',
        );
        return EXIT.failed;
      }
      sent = outcome.broadcast;
      if (outcome.kind === 'waits') {
        result(sent);
        return sent.state === 'paused' ? EXIT.failed : EXIT.ok;
      }
    } else if (interrupts.pending()) screen.err('It is too late: it has gone out.\n');
  } finally {
    interrupts.release();
  }
  if (sent.sentAt !== null) {
    const how = { online, everybody: values.follow === true, waitMs: plan.waitMs };
    sent = await followSending(sent, { operator, screen, quiet, ...how });
  }
  result(sent);
  return EXIT.ok;
}

async function sendTest(given: {
  operator: Operator;
  path: string;
  made: z.infer<typeof broadcastSchema>;
  say: (text: string) => void;
  terminal: Terminal;
  quiet: boolean;
}): Promise<number> {
  const { operator, path, made, terminal, quiet } = given;
  const ids = z.object({ ids: z.array(z.unknown()) });
  const { administrator } = operator;
  const test = await operator.askOnce(`${path}/test`, { method: 'POST', schema: ids });
  const words = `A test is in the inbox of ${shown(administrator.email)}. The draft is kept: /admin/broadcasts/${made.id}\n`;
  const document = { id: made.id, test: true, ids: test.ids, administrator };
  terminal.screen.out(quiet ? `${JSON.stringify(document, null, 2)}\n` : words);
  return EXIT.ok;
}

async function isConfirmed(given: {
  terminal: Terminal;
  count: number;
  severity: Severity;
  values: Values;
  confirm: number | null;
}): Promise<boolean> {
  const { terminal, count, severity, values, confirm } = given;
  const { screen } = terminal;
  const rule = confirmRule({
    count,
    severity,
    confirm,
    yes: values.yes === true,
    isInteractive: screen.isInteractive,
  });
  if (rule.kind === 'confirmed') return true;
  if (rule.kind === 'refused') {
    screen.err(`${rule.sentence}\n`);
    return false;
  }
  const typed = await screen.ask(rule.question);
  return typed !== null && rule.expects(typed);
}

/** How it stands, in one line. */
function resultWords({ id, state, dueAt, figures }: SentBroadcast, count: number): string {
  const page = `/admin/broadcasts/${id}`;
  if (state === 'scheduled') return `Scheduled for ${dueAt}: ${people(count)} as it stands. ${page}`;
  if (state === 'paused') return `Somebody paused it. Nobody got it so far. ${page}`;
  if (state === 'held') return `Confirmed; it goes out as soon as the server gets to it. ${page}`;
  const later = figures.pending === 0 ? '' : ` ${people(figures.pending)} will find it when they come back.`;
  const what = state === 'sent' ? 'Sent' : `It was sent, and is ${state} by now`;
  return `${what}: ${number(figures.delivered)} of ${people(figures.targeted)} have it.${later} ${page}`;
}
