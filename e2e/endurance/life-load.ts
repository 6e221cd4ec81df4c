import { setTimeout as pause } from 'node:timers/promises';
import { type House, restlessOf } from './house';

/** One broadcast and what its administrator was told of it. */
export type Life = {
  id: string | null;
  /** Every title it was given, in order; the last one may not have been answered. */
  readonly titles: string[];
  /** What was answered with success, by the name of the act. */
  readonly done: Set<LifeAct>;
};
export type ToldFigures = Readonly<{
  targeted: number;
  delivered: number;
  pending: number;
  skipped: number;
}>;
export type LifeAct = 'sending' | 'refused' | 'cancel' | 'pause' | 'resume' | 'edit' | 'recall' | 'stop';
/** What people do meanwhile that decides whether they get it. */
export type RestlessAct = 'left' | 'came back' | 'muted' | 'unmuted';

export type LifeLoad = Readonly<{
  lives: readonly Life[];
  /** Answers that were neither a success, nor a refusal that this state of things explains. */
  unexpected: readonly string[];
  /** Looks at the figures while everything happens, and how often they did not add up. */
  figures: { readonly looks: number; readonly wrong: readonly string[] };
  /** How often people left the group, came back, and switched the category off and on. */
  restless: Readonly<Record<RestlessAct, number>>;
  /** The figures that are told of the newest lives, by broadcast; to be asked when nothing else happens. */
  told(): Promise<ReadonlyMap<string, ToldFigures>>;
  begin(): void;
  /** Begins no further life; resolves when those that were begun are over. */
  settle(): Promise<void>;
}>;

const REQUEST_TIMEOUT_MS = 5_000;
const ATTEMPTS_MAX = 400;
const RETRY_WAIT_MS = 100;
const TOLD_MAX = 60;
/** What is said of a sending that was repeated for so long that its time is past, or that its broadcast would be over. */
const TOO_LATE = /It would expire before it goes out|The time must be in the future/;
/** An edit that asks to be read again came before the sending. */
const NOT_OUT = 'Only a sent broadcast can notify again.';
const HOLD_SECONDS = 1;
const SOON_MS = 1_200;

/** Administrators who write, hold, schedule, pause, cancel, edit, stop and recall broadcasts, and repeat until they are answered. */
export function createLifeLoad(given: {
  port: number;
  house: House;
  random: () => number;
  administrators: number;
}): LifeLoad {
  const { house, random } = given;
  const base = `http://127.0.0.1:${given.port}`;
  const lives: Life[] = [];
  const unexpected: string[] = [];
  const figures = { looks: 0, wrong: [] as string[] };
  const restless = { left: 0, 'came back': 0, muted: 0, unmuted: 0 };
  /** One of them leaves the group and comes back, the other has the category off now and then. */
  const [leaver, muter] = restlessOf(house);
  let group: Promise<string> | null = null;
  let isBegun = false;
  let running: Promise<unknown> = Promise.resolve();
  let keys = 0;

  const wait = (ms: number) => pause(ms * (0.5 + random()));
  const oneOf = <T>(choices: readonly T[]): T => {
    const choice = choices[Math.floor(random() * choices.length)];
    if (choice === undefined) throw new Error('There is nothing to choose from.');
    return choice;
  };

  async function once(
    method: string,
    path: string,
    body: unknown,
    { key, cookie = house.admin.cookie }: { key: string; cookie?: string },
  ) {
    const answer = await fetch(base + path, {
      method,
      headers: {
        cookie,
        origin: base,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: body === null ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return { status: answer.status, text: await answer.text() };
  }

  /** Asks until there is an answer; null when it was refused because of the state that others brought about. */
  async function ask(method: string, path: string, body: unknown = null, cookie?: string) {
    const key = `life-${given.port}-${keys++}`;
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      try {
        const { status, text } = await once(method, path, body, { key, cookie });
        if (status < 300) return text === '' ? {} : JSON.parse(text);
        if (status === 409 || text.includes(NOT_OUT)) return null;
        if (status === 400 && TOO_LATE.test(text)) return 'too late';
        if (status !== 503) {
          unexpected.push(`${method} ${path}: ${status} ${text.slice(0, 300)}`);
          return null;
        }
      } catch {
        // No answer: it may be done or not.
      }
      await pause(RETRY_WAIT_MS * (0.5 + Math.random()));
    }
    unexpected.push(`${method} ${path}: no answer in ${ATTEMPTS_MAX} attempts`);
    return null;
  }

  async function live(): Promise<void> {
    const title = `Life ${lives.length}`;
    const life: Life = { id: null, titles: [title], done: new Set() };
    lives.push(life);
    const expires = random() < 0.2 ? { expiresAt: new Date(Date.now() + 4_000).toISOString() } : {};
    const isForGroup = random() < 0.5;
    group ??= makeGroup();
    const id = await group;
    const audience = isForGroup ? { kind: 'groups', groups: [id] } : { kind: 'everyone' };
    const draft = { title, audience, ...expires };
    const made = await ask('POST', '/api/broadcasts', draft);
    if (made === null) return;
    life.id = made.id;
    const path = `/api/broadcasts/${made.id}`;
    const checked = await ask('GET', `${path}/audience`);
    if (checked === null) return;
    const when = oneOf([
      { holdSeconds: 0 },
      { holdSeconds: HOLD_SECONDS },
      { at: new Date(Date.now() + SOON_MS).toISOString() },
    ]);
    const sending = await ask('POST', `${path}/sending`, { token: checked.token, ...when });
    if (sending) life.done.add(sending === 'too late' ? 'refused' : 'sending');
    for (let acts = Math.floor(random() * 4); acts > 0; acts -= 1) {
      await wait(500);
      await act(life, path);
    }
  }

  async function act(life: Life, path: string): Promise<void> {
    const what = oneOf(['cancel', 'pause', 'resume', 'edit', 'recall', 'stop'] as const);
    const asked = {
      cancel: () => ask('DELETE', `${path}/sending`),
      pause: () => ask('POST', `${path}/pausing`),
      resume: () => ask('DELETE', `${path}/pausing`),
      edit: () => {
        const title = `${life.titles[0]}, ${life.titles.length}`;
        life.titles.push(title);
        return ask('PATCH', path, { title, ...(random() < 0.3 ? { notifyAgain: true } : {}) });
      },
      recall: () => ask('POST', `${path}/recall`),
      stop: () => ask('POST', `${path}/stopping`),
    };
    // Two administrators press different buttons at the same moment now and then.
    if (what === 'cancel' && random() < 0.3) {
      const [cancelled, recalled] = await Promise.all([asked.cancel(), asked.recall()]);
      if (cancelled) life.done.add('cancel');
      if (recalled) life.done.add('recall');
      return;
    }
    if (await asked[what]()) life.done.add(what);
  }

  async function makeGroup(): Promise<string> {
    const { id } = await ask('POST', '/api/groups', { key: 'crew', name: 'Crew' });
    await ask('POST', `/api/groups/${id}/members`, { people: house.people.map((person) => person.id) });
    return id;
  }

  /** Leaves or comes back, switches off or on; in turns, and never two of one person at once. */
  async function fidget(): Promise<void> {
    if (group === null) return;
    const members = `/api/groups/${await group}/members`;
    const people = { people: [leaver.id] };
    const muted = '/api/preferences/muted/general';
    const acts: readonly (readonly [RestlessAct, () => Promise<unknown>])[] = [
      ['left', () => ask('DELETE', members, people)],
      ['muted', () => ask('PUT', muted, null, muter.cookie)],
      ['came back', () => ask('POST', members, people)],
      ['unmuted', () => ask('DELETE', muted, null, muter.cookie)],
    ];
    for (const [what, act] of acts) {
      if (await act()) restless[what] += 1;
      await wait(150);
    }
  }

  async function told(): Promise<ReadonlyMap<string, ToldFigures>> {
    const all = new Map<string, ToldFigures>();
    for (const { id } of lives.slice(-TOLD_MAX)) {
      const answer = id === null ? null : await ask('GET', `/api/broadcasts/${id}`);
      if (id !== null && answer) all.set(id, answer.figures);
    }
    return all;
  }

  async function look(): Promise<void> {
    const known = lives.filter(({ id }) => id !== null);
    const life = known[Math.floor(Math.random() * known.length)];
    if (life === undefined) return;
    try {
      const { status, text } = await once('GET', `/api/broadcasts/${life.id}`, null, { key: 'look' });
      if (status !== 200) return;
      const { state, figures: told } = JSON.parse(text);
      figures.looks += 1;
      const adds = told.targeted === told.delivered + told.pending + told.skipped;
      const falls = told.delivered >= told.seen && told.seen >= told.read && told.read >= told.clicked;
      if (!adds || !falls || Math.min(told.pending, told.skipped) < 0)
        figures.wrong.push(`${life.titles[0]} (${state}): ${JSON.stringify(told)}`);
    } catch {
      // The server is away just now.
    }
  }

  async function loop(work: () => Promise<void>, waitMs: number): Promise<void> {
    while (isBegun) {
      await work();
      await pause(waitMs * (0.5 + Math.random()));
    }
  }

  return {
    lives,
    unexpected,
    figures,
    restless,
    told,
    begin() {
      isBegun = true;
      const administrators = Array.from({ length: given.administrators }, () => loop(live, 30));
      running = Promise.all([...administrators, loop(look, 10), loop(fidget, 50)]);
    },
    async settle() {
      isBegun = false;
      await running;
    },
  };
}
