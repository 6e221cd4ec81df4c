import type { AudienceNaming } from '@/components/broadcasts/broadcast-words';
import { AUDIENCE_GROUPS_MAX, type Audience } from '@/lib/inbox/audience';
import { nameAudience } from '@/lib/server/broadcasts/name-audience';
import type { Viewer } from '@/lib/server/sessions/session-viewer';

/** Lists of people are called by their number; a few are called by their names. */
const PEOPLE_MAX = 100;

/** What the groups and people in these audiences are called now; those that are gone are absent. */
export async function audienceNames(viewer: Viewer, audiences: readonly Audience[]): Promise<AudienceNaming> {
  const groups = new Set<string>();
  const people = new Set<string>();
  for (const audience of audiences) {
    const { except = {} } = audience;
    for (const id of [...(audience.kind === 'groups' ? audience.groups : []), ...(except.groups ?? [])])
      groups.add(id);
    for (const list of [audience.kind === 'people' ? audience.people : [], except.people ?? []]) {
      if (list.length <= 3) for (const id of list) people.add(id);
    }
  }
  if (groups.size + people.size === 0) return {};
  const named = await nameAudience(viewer, {
    groups: [...groups].slice(0, AUDIENCE_GROUPS_MAX),
    people: [...people].slice(0, PEOPLE_MAX),
  });
  return {
    groups: new Map(named.groups.map(({ id, name }) => [id, name])),
    people: new Map(named.people.map(({ id, name }) => [id, name])),
  };
}
