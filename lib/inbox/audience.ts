/** What a person may do: receive; send broadcasts as well; administer as well. */
export const ROLES = ['member', 'sender', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The description of who should get a broadcast. It is resolved as late as possible. */
export type Audience = Readonly<{ kind: 'everyone' }> | Readonly<{ kind: 'role'; role: Role }>;

/** Whether this person belongs now. Disabled people belong to no audience. */
export function belongs(
  person: { readonly role: Role; readonly disabled: boolean },
  audience: Audience,
): boolean {
  if (person.disabled) return false;
  return audience.kind === 'everyone' || person.role === audience.role;
}
