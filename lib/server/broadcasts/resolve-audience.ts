import 'server-only';
import { AppError, type FieldError } from '@/lib/errors';
import type { Audience } from '@/lib/inbox/audience';
import { context } from '../context';

type Kind = 'groups' | 'people';
/** From a name as it was sent to the id that is kept. */
type Ids = ReadonlyMap<string, string>;

/**
 * The audience with ids for every group and person it names, each once. Throws `invalid` that names every unknown one by
 * its path. What `kept` names already, by its id, is not asked about: a draft can be saved again after somebody in it
 * was disabled.
 */
export async function resolveAudience(audience: Audience, kept: Audience | null = null): Promise<Audience> {
  const errors: FieldError[] = [];
  const ids = {
    groups: await findIds('groups', audience, kept),
    people: await findIds('people', audience, kept),
  };
  const resolve = (kind: Kind, names: readonly string[], path: string): string[] => {
    const found = names.flatMap((name, index) => {
      const id = ids[kind].get(name);
      if (id === undefined) errors.push({ path: `${path}.${index}`, message: UNKNOWN[kind] });
      return id === undefined ? [] : [id];
    });
    return [...new Set(found)];
  };

  const { except, ...included } = audience;
  const resolved = { ...included };
  if (resolved.kind === 'groups') resolved.groups = resolve('groups', resolved.groups, 'audience.groups');
  if (resolved.kind === 'people') resolved.people = resolve('people', resolved.people, 'audience.people');
  const excluded = except && {
    ...(except.roles && { roles: [...new Set(except.roles)] }),
    ...(except.groups && { groups: resolve('groups', except.groups, 'audience.except.groups') }),
    ...(except.people && { people: resolve('people', except.people, 'audience.except.people') }),
  };
  if (errors.length > 0) {
    throw new AppError('invalid', 'Some of the audience are not known here.', { errors });
  }
  // Without an exclusion there is none, however it was said: what is equal must look equal.
  return excluded && Object.keys(excluded).length > 0 ? { ...resolved, except: excluded } : resolved;
}

const UNKNOWN: Readonly<Record<Kind, string>> = {
  groups: 'There is no group with this id or key.',
  people: 'Nobody here has this id or address.',
};

async function findIds(kind: Kind, audience: Audience, kept: Audience | null): Promise<Ids> {
  const { included, excluded } = namesIn(kind, audience);
  const known = kept ? namesIn(kind, kept) : { included: [], excluded: [] };
  const ids = new Map<string, string>();
  // Each list has the most that one look-up takes, so that they are two.
  for (const [names, before] of [
    [included, known.included],
    [excluded, known.excluded],
  ] as const) {
    const stays = new Set(before);
    for (const name of names) if (stays.has(name)) ids.set(name, name);
    const asked = names.filter((name) => !ids.has(name));
    if (asked.length > 0) for (const [name, id] of await lookUp(kind, asked)) ids.set(name, id);
  }
  return ids;
}

function namesIn(
  kind: Kind,
  audience: Audience,
): { included: readonly string[]; excluded: readonly string[] } {
  const excluded = audience.except?.[kind] ?? [];
  if (kind === 'groups') return { included: audience.kind === 'groups' ? audience.groups : [], excluded };
  return { included: audience.kind === 'people' ? audience.people : [], excluded };
}

async function lookUp(kind: Kind, names: readonly string[]): Promise<Iterable<readonly [string, string]>> {
  const { store } = context();
  if (kind === 'people') return store.resolveRecipients(names);
  const found = await store.findGroups(names);
  return [...found].map(([name, group]) => [name, group.id]);
}
