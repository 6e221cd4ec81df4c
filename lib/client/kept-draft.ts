import type { Draft, StoredDraft } from './drafts';
import type { RequestProblem } from './request';

/**
 * `empty`: nothing was typed; `untitled`: what was typed needs a title first; `partly`: all was saved but what `errors`
 * name; `retrying`: the server could not be asked and will be; `refused`: it said no; `conflict`: somebody else has
 * changed the draft; `gone`: it is no draft any more. What was typed stands in `draft` whatever happens.
 */
export type DraftStatus =
  | 'empty'
  | 'untitled'
  | 'unsaved'
  | 'saving'
  | 'saved'
  | 'partly'
  | 'retrying'
  | 'refused'
  | 'conflict'
  | 'gone';

export type KeptDraft = Readonly<{
  draft: Draft;
  stored: Readonly<{ id: string; version: number }> | null;
  status: DraftStatus;
  /** When the server last said that it has something of this page, by this computer's clock. */
  savedAt: number | null;
  /** Why it was refused, or by whom it was changed. */
  problem: RequestProblem | null;
  errors: RequestProblem['errors'];
  /** The version that stands in the way; null until it was read. */
  theirs: StoredDraft | null;
  /** The text that was not taken at the last conflict, so that it can be had back; `by` is the other person. */
  setAside: Readonly<{ draft: Draft; whose: 'mine' | 'theirs'; by: string }> | null;
}>;

export type DraftKeeper = Readonly<{
  getSnapshot(): KeptDraft;
  subscribe(listener: () => void): () => void;
  /** Looks whether the server has a newer one; answers the stop, which saves what is not saved yet. */
  start(): () => void;
  change(part: Partial<Draft>): void;
  /** Saves now, also what is typed meanwhile. True when the server has all that stands here; the status says why not. */
  save(): Promise<boolean>;
  /**
   * The server has refused to act on the version of this page (`facts.version` is the one it has). True when what stands
   * here is what the server has after all; otherwise somebody else has changed it, and one of the two texts is chosen.
   */
  meetChange(problem: RequestProblem): Promise<boolean>;
  /** Nothing of it is wanted any more: it was thrown away, or sent. */
  letGo(): void;
  /** In a conflict: shows their text and sets this one aside. */
  takeTheirs(): Promise<void>;
  /** In a conflict: saves this text over theirs, which is set aside. */
  keepMine(): void;
  /** Puts what was set aside in the place of what stands here, which is set aside. */
  bringBack(): void;
  /** Whether leaving now would lose something. */
  isUnsaved(): boolean;
}>;
