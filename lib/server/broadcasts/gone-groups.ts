import 'server-only';
import { AppError } from '@/lib/errors';
import type { Audience } from '@/lib/inbox/audience';
import { context } from '../context';

/** `name` is what it was called when it was deleted; null when nobody wrote that down. */
type GoneGroup = Readonly<{ id: string; name: string | null }>;
/** Groups that an audience names and that are none any more: of whom it reaches, and of whom it leaves out. */
export type GoneGroups = Readonly<{ groups: readonly GoneGroup[]; except: readonly GoneGroup[] }>;

/** A group is not deleted while a draft names it: only a copy of what has gone out can name one that is gone. */
export async function goneGroups(audience: Audience): Promise<GoneGroups> {
  return {
    groups: audience.kind === 'groups' ? await goneOf(audience.groups) : [],
    except: await goneOf(audience.except?.groups ?? []),
  };
}

/**
 * Throws `invalid`, with each by its place, for an audience that names a group that is gone: without an exclusion it
 * would reach people who were meant to be left out.
 */
export async function refuseGone(audience: Audience): Promise<void> {
  const { groups, except } = await goneGroups(audience);
  const places = {
    groups: audience.kind === 'groups' ? audience.groups : [],
    except: audience.except?.groups ?? [],
  };
  const errors = [
    ...groups.map((group) => ({
      path: `audience.groups.${places.groups.indexOf(group.id)}`,
      message: `${called(group)} no longer exists. Remove it from the audience first.`,
    })),
    ...except.map((group) => ({
      path: `audience.except.groups.${places.except.indexOf(group.id)}`,
      message: `${called(group)}, which is left out, no longer exists. Remove it from the exceptions first.`,
    })),
  ];
  if (errors[0] !== undefined) throw new AppError('invalid', errors[0].message, { errors });
}

async function goneOf(ids: readonly string[]): Promise<readonly GoneGroup[]> {
  if (ids.length === 0) return [];
  const { store } = context();
  const found = await store.findGroups(ids);
  const gone = ids.filter((id) => found.get(id)?.id !== id);
  if (gone.length === 0) return [];
  const names = await store.deletedGroups(gone);
  return gone.map((id) => ({ id, name: names.get(id) ?? null }));
}

function called({ name }: GoneGroup): string {
  return name === null ? 'A group' : `The group “${name}”`;
}
