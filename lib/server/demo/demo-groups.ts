import 'server-only';
import { addMembers } from '../groups/change-members';
import { createGroup } from '../groups/create-group';
import type { Viewer } from '../sessions/session-viewer';

const GROUPS = [
  { name: 'Berlin', people: ['ana@belfry.test', 'ben@belfry.test'] },
  { name: 'On call', people: ['ben@belfry.test', 'carla@belfry.test'] },
];

/** Two groups with a person in common, to aim broadcasts at. */
export async function demoGroups(administrator: Viewer): Promise<void> {
  for (const { name, people } of GROUPS) {
    const { id } = await createGroup(administrator, { name });
    await addMembers(administrator, id, { people });
  }
}
