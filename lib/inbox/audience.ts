/** What a person may do: receive; send broadcasts as well; administer as well. */
export const ROLES = ['member', 'sender', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The description of who should get a broadcast. It is resolved as late as possible. Groups and people are ids. */
export type Audience = Readonly<{ except?: Exclusions }> &
  (
    | Readonly<{ kind: 'everyone' }>
    | Readonly<{ kind: 'role'; role: Role }>
    /** In at least one of them. */
    | Readonly<{ kind: 'groups'; groups: readonly string[] }>
    | Readonly<{ kind: 'people'; people: readonly string[] }>
  );

/** Whoever is in any of these does not belong. */
export type Exclusions = Readonly<{
  roles?: readonly Role[];
  groups?: readonly string[];
  people?: readonly string[];
}>;

/** What decides whether somebody belongs. */
export type Person = Readonly<{
  id: string;
  role: Role;
  disabled: boolean;
  /** Ids of the groups this person is a member of. */
  groups: ReadonlySet<string>;
}>;

/** The most groups and people that an audience, or its exclusions, may name. */
export const AUDIENCE_GROUPS_MAX = 50;
export const AUDIENCE_PEOPLE_MAX = 1_000;
/** The most people that can be fixed beforehand. */
export const AUDIENCE_FROZEN_MAX = 10_000;
export const TOO_MANY_TO_FREEZE =
  'At most 10,000 people can be fixed beforehand. Let the audience be looked up when it goes out.';

/** Whether this person belongs now. Disabled people belong to no audience. */
export function belongs(person: Person, audience: Audience): boolean {
  if (person.disabled) return false;
  return isIncluded(person, audience) && !isExcluded(person, audience.except ?? {});
}

function isIncluded(person: Person, audience: Audience): boolean {
  switch (audience.kind) {
    case 'everyone':
      return true;
    case 'role':
      return person.role === audience.role;
    case 'groups':
      return audience.groups.some((group) => person.groups.has(group));
    case 'people':
      return audience.people.includes(person.id);
  }
}

function isExcluded(person: Person, { roles = [], groups = [], people = [] }: Exclusions): boolean {
  return (
    roles.includes(person.role) ||
    groups.some((group) => person.groups.has(group)) ||
    people.includes(person.id)
  );
}
