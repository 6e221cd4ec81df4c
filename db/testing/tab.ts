import { rowsAnswered, rowsTouched } from '@/lib/client/doings';
import { type Hold, startHeld } from '@/lib/client/held-inbox';
import {
  askNow,
  hasMore,
  type InboxState,
  isBehind,
  isUsablePage,
  itemsOf,
  rowsOf,
  startState,
} from '@/lib/inbox/inbox-state';
import { FILTERS, type Filter } from '@/lib/inbox/notification';
import { type Act, layOver, pendingActs, shownCounts, type Undone } from '@/lib/inbox/overlay';
import { type Input, reduce } from '@/lib/inbox/reducer';
import type { MarkAs } from '@/lib/inbox/status';
import type { InboxEvent } from '@/lib/inbox/stream';
import { moment } from '@/lib/inbox/testing/rows';
import {
  type Answered,
  cursorOf,
  FIRST_PAGE,
  type Given,
  isQuestion,
  type MutationTold,
  type Parcel,
  type Question,
  serve,
} from './parcels';

/** What a person does in a tab; `pick` chooses among the rows that are shown there. */
export type Deed = Readonly<
  { kind: 'mark'; pick: number; as: MarkAs } | { kind: 'readAll'; filter: Filter } | { kind: 'undo' }
>;

/** How a question ends that fails: it never came, or only its answer was lost. */
export type Fate = 'well' | 'lost there' | 'lost back';

/**
 * One tab of a person: the product's reducer and overlays, and in place of the network a heap of parcels that the test
 * moves. It asks again as the product does, and an act whose answer was lost once more with the same key.
 */
export class Tab {
  private acts: readonly Act[] = [];
  private readonly done: { operation: string; rows: ReadonlyMap<string, Undone> }[] = [];
  private parcels: Parcel[] = [];
  private syncing = false;

  private constructor(
    private readonly given: Given,
    private state: InboxState,
  ) {}

  static async open(given: Given): Promise<Tab> {
    const { database, personId, now } = given;
    const page = await database.store().feed(personId, { ...FIRST_PAGE, filter: 'inbox', now: now() });
    return new Tab(given, startState(page, cursorOf(page.cursor)));
  }

  waiting(): number {
    return this.parcels.length;
  }

  tell(event: InboxEvent): void {
    this.parcels.push({ kind: 'event', event });
  }

  askSync(): void {
    if (this.syncing) return;
    this.syncing = true;
    this.parcels.push({ kind: 'sync', asked: askNow(this.state) });
  }

  askPage(filter: Filter): void {
    const extent = this.state.extents[filter];
    if (extent !== null && extent.next === null) return;
    this.parcels.push({ kind: 'page', filter, before: extent?.next ?? null, asked: askNow(this.state) });
  }

  /** Asks for what the views lack; false when all three are loaded to the ground. */
  deepen(): boolean {
    const lacking = FILTERS.filter((one) => this.state.extents[one] === null || hasMore(this.state, one));
    for (const filter of lacking) this.askPage(filter);
    return lacking.length > 0;
  }

  act(deed: Deed): void {
    const operation = this.given.newName();
    const base = { key: operation, at: moment(900_000), until: null };
    const undone = deed.kind === 'undo' ? this.done.pop() : undefined;
    const act = this.actOf(deed, base, undone?.rows);
    if (act === null || (deed.kind === 'undo' && undone === undefined)) return;
    this.given.tally(deed.kind === 'mark' ? deed.as : deed.kind);
    this.acts = [...this.acts, act];
    this.parcels.push({ kind: 'act', act, operation, undoes: undone?.operation ?? null, tries: 0 });
    this.check();
  }

  private actOf(
    deed: Deed,
    base: Pick<Act, 'key' | 'at' | 'until'>,
    rows?: ReadonlyMap<string, Undone>,
  ): Act | null {
    const { epoch, seq } = this.state;
    if (deed.kind === 'undo') return { ...base, kind: 'undo', rows: rows ?? new Map() };
    if (deed.kind === 'readAll') return { ...base, ...deed, through: { epoch, seq } };
    const shown = [...this.shown('inbox'), ...this.shown('archived')];
    const row = shown[deed.pick % Math.max(1, shown.length)];
    if (!row) return null;
    if (deed.as === 'seen') return { ...base, kind: 'seen', ids: new Set([row.id]) };
    return { ...base, kind: 'mark', id: row.id, as: deed.as };
  }

  /** The server has died: what was asked never comes to it, and what it told is lost; its answers are on the way. */
  crash(): void {
    const { parcels } = this;
    this.parcels = parcels.filter(({ kind }) => kind === 'answer' || kind === 'acted');
    for (const parcel of parcels) if (isQuestion(parcel)) this.fail(parcel);
  }

  /** Moves one parcel one way further: a question to the server, anything else into the tab. */
  async move(which: number, fate: Fate): Promise<void> {
    const [parcel] = this.parcels.splice(which % Math.max(1, this.parcels.length), 1);
    if (!parcel) return;
    if (!isQuestion(parcel)) return this.receive(parcel);
    if (fate !== 'well') this.given.tally(`${parcel.kind}s failed`);
    if (fate === 'lost there') return this.fail(parcel);
    const answer = await serve(parcel, this.given);
    if (fate === 'lost back') this.fail(parcel);
    else this.parcels.push(answer);
  }

  /** What is on the screen, newest first. */
  shown(filter: Filter) {
    const items = itemsOf(this.state).map((item) => layOver(item, this.acts));
    return rowsOf(items, filter, this.state.extents[filter]);
  }

  counts() {
    return shownCounts(this.state, this.acts);
  }

  atRest() {
    const { epoch, seq } = this.state;
    return { cursor: `${epoch}.${seq}`, behind: isBehind(this.state), acts: this.acts.length };
  }

  private fail(question: Question): void {
    if (question.kind === 'sync') {
      this.syncing = false;
      if (isBehind(this.state)) this.askSync();
    }
    if (question.kind !== 'act') return;
    if (question.tries === 0 && question.act.kind !== 'seen') {
      this.given.tally('acts asked again');
      this.parcels.push({ ...question, tries: 1 });
    } else this.parcels.push({ kind: 'acted', key: question.act.key, answer: null });
  }

  private receive(parcel: Exclude<Parcel, Question>): void {
    if (parcel.kind === 'event') this.hear(parcel);
    else if (parcel.kind === 'acted') this.settle(parcel.key, parcel.answer);
    else this.take(parcel.input);
  }

  private take(input: Answered): void {
    const isRefused = input.kind === 'page' && !isUsablePage(this.state, input.at, input.asked);
    if (input.kind === 'synced') this.syncing = false;
    this.hear(input);
    const isPart = input.kind === 'synced' && 'more' in input.answer && input.answer.more;
    if (isPart || isBehind(this.state)) this.askSync();
    if (isRefused && input.kind === 'page') {
      this.given.tally('pages refused');
      this.askPage(input.filter);
    }
  }

  private settle(key: string, answer: MutationTold | null): void {
    if (answer === null) {
      this.acts = this.acts.filter((act) => act.key !== key);
      this.askSync();
      this.check();
      return;
    }
    const { event, operation } = answer;
    const rows = rowsAnswered(rowsTouched(this.hold(), key), { ok: true, value: answer });
    if (operation !== null) this.done.push({ operation, rows });
    const until = { epoch: event.epoch, seq: event.seq };
    this.acts = this.acts.map((act) => (act.key === key ? { ...act, until } : act));
    this.hear({ kind: 'event', event });
    this.acts = pendingActs(this.acts, this.state);
    this.check();
  }

  private hear(input: Input): void {
    const before = this.state;
    this.state = reduce(before, input);
    if (this.state === before) return;
    this.acts = pendingActs(this.acts, this.state);
    if (this.state.generation !== before.generation) this.given.tally('resets');
    else if (this.state.epoch !== before.epoch) this.given.tally('runs continued');
    this.check(before);
    if (isBehind(this.state)) this.askSync();
  }

  /** Whatever is under way: nothing twice, in order, never fewer than nothing, and no going back in one history. */
  private check(before: InboxState = this.state): void {
    for (const filter of FILTERS) {
      const places = this.shown(filter).map(({ sortSeq }) => sortSeq);
      if (places.some((place, n) => n > 0 && place >= (places[n - 1] ?? 0))) {
        throw new Error(`The view ${filter} is out of order: ${places}`);
      }
    }
    const { unread, unseen } = this.counts();
    if (unread < 0 || unseen < 0) throw new Error('Fewer than nothing is shown.');
    const isSame = this.state.generation === before.generation;
    if (isSame && this.state.seq < before.seq) throw new Error('It went back without a reset.');
  }

  /** As the product's parts see it; what is not asked for here throws. */
  private hold(): Hold {
    const never = () => {
      throw new Error('Nobody should call this.');
    };
    const others = { change: never, hear: never, answered: never, syncSoon: never, signOut: never };
    return { ...others, now: () => ({ ...startHeld(this.state), acts: this.acts }) };
  }
}
