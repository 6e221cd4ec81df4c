import { v4 } from 'uuid';
import { fullJitter } from './backoff';
import { browserClock, type Clock } from './clock';
import { isOver, isPassing } from './draft-problems';
import { type Attempt, draftRequests } from './draft-requests';
import {
  DRAFT_FIELDS,
  type Draft,
  type DraftField,
  differences,
  pick,
  refusedFields,
  type StoredDraft,
  withFields,
} from './drafts';
import type { DraftKeeper, KeptDraft } from './kept-draft';
import { type Request, type RequestProblem, request } from './request';

/** From the first change that is not saved: somebody who types on and on is saved as often. */
export const AUTOSAVE_MS = 2_000;
const AGAIN = { firstMs: 2_000, capMs: 30_000, floorMs: 500 };
/** After the page has gone on to another: then nobody is there to be told. */
const AGAIN_AFTER_LEAVING = 5;

/**
 * Keeps a draft at the server while it is typed. One request at a time, so that an older text never comes after a newer
 * one; an attempt whose answer is lost is repeated as it was, under its key, so that there is one draft however often
 * it was asked for. A field that is refused does not keep the others from being saved.
 */
export function createDraftKeeper(
  initial: Draft,
  saved: Readonly<{ id: string; version: number }> | null,
  {
    request: ask = request,
    clock = browserClock,
    newKey = v4,
    random = Math.random,
  }: { request?: Request; clock?: Clock; newKey?: () => string; random?: () => number } = {},
): DraftKeeper {
  let state: KeptDraft = {
    draft: initial,
    stored: saved,
    status: saved === null ? 'empty' : 'saved',
    savedAt: null,
    problem: null,
    errors: [],
    theirs: null,
    setAside: null,
  };
  /** What the server has, as it was typed here: it may keep a link or spaces in another form. */
  let base = initial;
  /** Somebody else’s text is there and could not be read: whatever stands here may differ from it. */
  let isBaseUnknown = false;
  let attempt: Attempt | null = null;
  let running: Promise<void> | null = null;
  let cancelTimer: (() => void) | null = null;
  let failures = 0;
  let left = false;
  const listeners = new Set<() => void>();
  const server = draftRequests(ask);

  function show(part: Partial<KeptDraft>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }

  function isUnsaved(): boolean {
    return attempt !== null || unsavedFields().length > 0;
  }

  const unsavedFields = (): readonly DraftField[] =>
    isBaseUnknown ? DRAFT_FIELDS : differences(state.draft, base);
  /** Nothing is saved of it, until somebody has chosen or for good. */
  const isHalted = () => state.status === 'conflict' || state.status === 'gone';

  function later(delayMs: number): void {
    cancelTimer ??= clock.after(delayMs, () => {
      cancelTimer = null;
      void run();
    });
  }

  async function save(): Promise<boolean> {
    do await run();
    while (state.status === 'unsaved');
    return state.status === 'saved' && !isUnsaved();
  }

  function run(): Promise<void> {
    running ??= attemptAll().finally(() => {
      running = null;
    });
    return running;
  }

  /** One attempt, and a second one for what is left of it when some of its fields were refused. */
  async function attemptAll(): Promise<void> {
    cancelTimer?.();
    cancelTimer = null;
    if (isHalted()) return;
    if (!isUnsaved()) return show({ status: state.stored === null ? 'empty' : 'saved' });
    attempt ??= makeAttempt([]);
    if (attempt === null) return;
    // While it is tried again and again, that is what is said of it.
    if (state.status !== 'retrying') show({ status: 'saving' });
    const answer = await server.write(state.stored, attempt, left);
    if (answer.ok) return accepted(answer.value, []);
    const refused = refusedFields(answer.problem);
    if (answer.problem.code !== 'invalid' || refused.length === 0) return failed(answer.problem);
    show({ problem: answer.problem, errors: answer.problem.errors, status: 'refused' });
    attempt = makeAttempt(refused);
    // Of a draft that is stored, everything else is.
    if (attempt === null) return void (state.stored !== null && show({ status: 'partly' }));
    const rest = await server.write(state.stored, attempt, left);
    return rest.ok ? accepted(rest.value, refused) : failed(rest.problem);
  }

  function makeAttempt(without: readonly DraftField[]): Attempt | null {
    const { draft, stored } = state;
    const fields = unsavedFields().filter((field) => !without.includes(field));
    if (stored !== null) {
      if (fields.length === 0) return null;
      return { key: newKey(), fields, body: { ...pick(draft, fields), version: stored.version } };
    }
    if (draft.title.trim() === '' || without.includes('title')) {
      show({ status: 'untitled' });
      return null;
    }
    // What is refused has the value of an empty form, which everything else can be saved beside.
    return { key: newKey(), fields, body: withFields(draft, base, without) };
  }

  function accepted({ id, version }: StoredDraft, refused: readonly DraftField[]): void {
    const { body = {}, fields = [] } = attempt ?? {};
    attempt = null;
    failures = 0;
    base = withFields(base, body, fields);
    if (refused.length === 0) isBaseUnknown = false;
    const news = differences(state.draft, base).filter((field) => !refused.includes(field));
    show({
      stored: { id, version },
      savedAt: clock.now(),
      status: news.length > 0 ? 'unsaved' : refused.length > 0 ? 'partly' : 'saved',
      ...(refused.length === 0 && { problem: null, errors: [] }),
    });
    if (news.length > 0) later(AUTOSAVE_MS);
  }

  async function failed(problem: RequestProblem): Promise<void> {
    if (isPassing(problem)) {
      failures += 1;
      show({ status: 'retrying', problem });
      if (!left || failures < AGAIN_AFTER_LEAVING) later(fullJitter(failures - 1, { ...AGAIN, random }));
      return;
    }
    attempt = null;
    failures = 0;
    const isAnothers = problem.code === 'conflict' && typeof problem.facts.version === 'number';
    if (isAnothers) return meet(await server.read(state.stored), problem);
    show({ status: isOver(problem) ? 'gone' : 'refused', problem });
  }

  /** Theirs stands in the way, unless it says the same as this one. */
  function meet(theirs: StoredDraft | null, problem: RequestProblem): void {
    if (theirs !== null && theirs.state !== 'draft') show({ status: 'gone', problem });
    else if (theirs !== null && differences(state.draft, theirs.draft).length === 0) adopt(theirs);
    else {
      attempt = null; // Under its key it would come back as it was, over what is chosen now.
      show({ status: 'conflict', problem, theirs });
    }
  }

  function adopt({ id, version, draft }: StoredDraft): void {
    base = draft;
    isBaseUnknown = false;
    attempt = null;
    show({ draft, stored: { id, version }, status: 'saved', problem: null, errors: [], theirs: null });
  }

  return {
    getSnapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      left = false;
      // What a browser shows of an earlier visit may be older than what was saved since.
      void server.read(state.stored).then((theirs) => {
        if (theirs === null || left || theirs.version === state.stored?.version) return;
        if (theirs.state !== 'draft') show({ status: 'gone' });
        else if (!isUnsaved() && running === null) adopt(theirs);
      });
      return () => {
        left = true;
        void run();
      };
    },
    change(part) {
      const draft = { ...state.draft, ...part };
      const errors = state.errors.filter(({ path }) => !Object.hasOwn(part, path.split('.')[0] ?? ''));
      const held = ['conflict', 'gone', 'retrying', 'saving'].includes(state.status);
      show({ draft, errors, ...(!held && { status: 'unsaved' }) });
      if (state.status === 'unsaved') later(AUTOSAVE_MS);
    },
    save,
    async meetChange(problem) {
      await save();
      const { version } = problem.facts;
      const isAnothers = typeof version === 'number' && version > (state.stored?.version ?? version);
      if (isAnothers && !isHalted()) meet(await server.read(state.stored), problem);
      return state.status === 'saved' && !isUnsaved();
    },
    async takeTheirs() {
      const theirs = (await server.read(state.stored)) ?? state.theirs;
      if (theirs === null || state.status !== 'conflict') return;
      if (theirs.state !== 'draft') return show({ status: 'gone' });
      const setAside = { draft: state.draft, whose: 'mine', by: theirs.by } as const;
      adopt(theirs);
      show({ setAside });
    },
    keepMine() {
      const { theirs, stored, problem } = state;
      const version = theirs?.version ?? problem?.facts.version;
      if (state.status !== 'conflict' || stored === null || typeof version !== 'number') return;
      if (theirs !== null) base = theirs.draft;
      isBaseUnknown = theirs === null;
      const setAside = theirs && ({ draft: theirs.draft, whose: 'theirs', by: theirs.by } as const);
      show({ status: 'unsaved', stored: { ...stored, version }, theirs: null, problem: null, setAside });
      void run();
    },
    bringBack() {
      const { setAside, draft } = state;
      if (setAside === null) return;
      const whose = setAside.whose === 'mine' ? 'theirs' : 'mine';
      show({
        draft: setAside.draft,
        errors: [],
        setAside: { ...setAside, draft, whose },
        status: 'unsaved',
      });
      void run();
    },
    letGo() {
      base = state.draft;
      isBaseUnknown = false;
      attempt = null;
      show({ status: 'gone' });
    },
    isUnsaved,
  };
}
