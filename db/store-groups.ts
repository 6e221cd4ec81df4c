import type { Actor } from '@/lib/inbox/audit';
import type { Group, GroupMember } from '@/lib/inbox/group';
import type { Once } from './once';

/**
 * Groups, who is in them, and which categories people have switched off. Whatever changes who belongs to an audience,
 * or what somebody wants, first settles the inbox of whom it concerns in the same transaction, or notes what they were
 * for settling it right after: what was sent before goes by what was so before.
 */
export type Groups = {
  /** `conflict`, with the field in `errors`, when the key or the name is taken. */
  createGroup(group: {
    id: string;
    key: string;
    name: string;
    createdBy: string;
    by?: Actor;
    once?: Once | null;
    now: number;
  }): Promise<Group>;
  /** `not_found`, or `conflict` like `createGroup`. */
  renameGroup(id: string, change: { key?: string; name?: string; by?: Actor; now: number }): Promise<Group>;
  /**
   * From one moment on there is no such group; after it everybody in it is let go, a few in one transaction, and when
   * that is cut short `goOn` goes on with it. `conflict` while a broadcast that has not gone out names it, with
   * `facts.broadcast`.
   */
  deleteGroup(id: string, how: { by?: Actor; now: number }): Promise<void>;
  /** In the order of their names. `q` is part of a name or key, `before` the `next` of the page before; at most 100. */
  listGroups(page: {
    q: string | null;
    before: string | null;
    limit: number;
  }): Promise<{ groups: readonly Group[]; next: string | null }>;
  /** Those of these ids and keys (at most 50) that are groups; others are absent from the map. */
  findGroups(references: readonly string[]): Promise<ReadonlyMap<string, Group>>;
  /** What those of these ids (at most 50) that were groups and are deleted were called then, as the audit log has it. */
  deletedGroups(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** `q` is part of a name or address; at most 500. `not_found` when there is no such group. */
  groupMembers(
    id: string,
    page: { q: string | null; before: string | null; limit: number },
  ): Promise<{ members: readonly GroupMember[]; next: string | null }>;
  /** Who these ids and addresses (at most 1,000) are, and whether they are in the group; unknown ones are absent. */
  findCandidates(id: string, references: readonly string[]): Promise<ReadonlyMap<string, Candidate>>;
  /** Adds those of these people (at most 200) who are not in it, in one transaction. `not_found` for a group or a person who is not there. */
  addMembers(
    id: string,
    adding: { userIds: readonly string[]; by?: Actor; as?: ImportAct; now: number },
  ): Promise<{ added: number }>;
  /** Takes out those of these people (at most 200) who are in it, in one transaction. */
  removeMembers(
    id: string,
    removing: { userIds: readonly string[]; by?: Actor; now: number },
  ): Promise<{ removed: number }>;

  /** In the order of the alphabet. */
  mutedCategories(userId: string): Promise<readonly string[]>;
  /** Switches a category off or on again. What was sent before goes by what was so before. At most 200 are off: then `conflict`. */
  muteCategory(userId: string, change: { category: string; muted: boolean; now: number }): Promise<void>;
  /** Those of broadcasts that went out, the newest used first; at most 200. */
  categories(): Promise<readonly string[]>;
};

export type Candidate = Readonly<{ userId: string; disabled: boolean; member: boolean }>;

/** A whole import is one administrative act: recorded with the first of its parts, as what it sets out to do. */
export type ImportAct = Readonly<{ people: number; ids: readonly string[]; lines: number; bad: number }>;
