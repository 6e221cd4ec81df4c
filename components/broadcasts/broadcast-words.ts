import type { Audience, Role } from '@/lib/inbox/audience';
import type { BroadcastState } from '@/lib/inbox/broadcast';

const ROLES: Readonly<Record<Role, string>> = {
  member: 'Members',
  sender: 'Senders',
  admin: 'Administrators',
};

/** What the groups and people that an audience names by their ids are called. */
export type AudienceNaming = Readonly<{
  groups?: ReadonlyMap<string, string>;
  people?: ReadonlyMap<string, string>;
}>;

/** Whom an audience means: "Everyone", "Senders", "Berlin and Paris, except administrators". */
export function audienceText(audience: Audience, names: AudienceNaming = {}): string {
  return `${includedText(audience, names)}${exceptText(audience, names)}`;
}

/** The same within a sentence: "to everyone". Names of groups and people stay as they are written. */
export function toAudienceText(audience: Audience, names: AudienceNaming = {}): string {
  const included = includedText(audience, names);
  const isNamed =
    (audience.kind === 'groups' && audience.groups.some((id) => names.groups?.has(id))) ||
    (audience.kind === 'people' && audience.people.some((id) => names.people?.has(id)));
  return `${isNamed ? included : included.toLowerCase()}${exceptText(audience, names)}`;
}

function includedText(audience: Audience, names: AudienceNaming): string {
  switch (audience.kind) {
    case 'everyone':
      return 'Everyone';
    case 'role':
      return ROLES[audience.role];
    case 'groups':
      return listed(audience.groups, names.groups, 'group', 'groups');
    case 'people':
      return listed(audience.people, names.people, 'person', 'people by name');
  }
}

function exceptText({ except }: Audience, names: AudienceNaming): string {
  const parts = [
    ...(except?.roles ?? []).map((role) => ROLES[role].toLowerCase()),
    ...(except?.groups ? [listed(except.groups, names.groups, 'group', 'groups')] : []),
    ...(except?.people ? [listed(except.people, names.people, 'person', 'people')] : []),
  ].map((part) => part.replace(/^One /, 'one '));
  return parts.length === 0 ? '' : `, except ${joined(parts)}`;
}

/** So many are called by their names; more are a number. */
const NAMED_MAX = 3;

function listed(
  ids: readonly string[],
  names: ReadonlyMap<string, string> | undefined,
  one: string,
  many: string,
): string {
  const known = ids.flatMap((id) => names?.get(id) ?? []);
  if (ids.length > 0 && known.length === ids.length && known.length <= NAMED_MAX) return joined(known);
  return ids.length === 1 ? `One ${one}` : `${ids.length} ${many}`;
}

function joined(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** What became of groups that a copied audience names and that are deleted by now; null of none. */
export function deletedText(names: readonly string[], as: 'included' | 'excluded'): string | null {
  if (names.length === 0) return null;
  const called = joined(names.map((name) => `“${name}”`));
  const one = names.length === 1;
  const end = `Remove ${one ? 'it' : 'them'} to go on.`;
  if (as === 'included')
    return `${called} no longer ${one ? 'exists and reaches' : 'exist and reach'} nobody. ${end}`;
  const were = one ? 'was left out, no longer exists' : 'were left out, no longer exist';
  return `${called}, which ${were}: nobody is left out for ${one ? 'it' : 'them'}. ${end}`;
}

const STATES: Readonly<Record<BroadcastState, string>> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  held: 'Sending soon',
  sent: 'Sent',
  paused: 'Paused',
  recalled: 'Recalled',
  expired: 'Expired',
  cancelled: 'Cancelled',
};

export function stateText(state: BroadcastState): string {
  return STATES[state];
}

/** Whether what was typed is the number, with or without its comma. */
export function isTyped(typed: string, count: number): boolean {
  return typed.trim().replaceAll(/[,.\s']/g, '') === String(count);
}

/** "37 %" of a whole, never rounded up to all or down to none; null of nothing. */
export function share(part: number, whole: number): string | null {
  if (whole === 0) return null;
  const percent = (part / whole) * 100;
  const shown = part === whole ? 100 : Math.min(99, part === 0 ? 0 : Math.max(1, Math.round(percent)));
  return `${shown} %`;
}

/** The roles that can be chosen or left out, as they are called. */
export const ROLE_CHOICES: readonly { role: Role; label: string }[] = [
  { role: 'member', label: ROLES.member },
  { role: 'sender', label: ROLES.sender },
  { role: 'admin', label: ROLES.admin },
];
