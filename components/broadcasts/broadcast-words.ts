import type { Audience, Role } from '@/lib/inbox/audience';
import type { BroadcastState } from '@/lib/inbox/broadcast';

const ROLES: Readonly<Record<Role, string>> = {
  member: 'Members',
  sender: 'Senders',
  admin: 'Administrators',
};

/** Whom an audience means: "Everyone", "Senders". */
export function audienceText(audience: Audience): string {
  switch (audience.kind) {
    case 'everyone':
      return 'Everyone';
    case 'role':
      return ROLES[audience.role];
    case 'groups':
      return audience.groups.length === 1 ? 'One group' : `${audience.groups.length} groups`;
    case 'people':
      return audience.people.length === 1 ? 'One person' : `${audience.people.length} people by name`;
  }
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

/** Above this many people their number is typed before it is sent. */
export const TYPED_ABOVE = 100;

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

/** What a form's select says of an audience: `everyone`, `role:member`. */
export function audienceValue(audience: Audience): string {
  return audience.kind === 'role' ? `role:${audience.role}` : audience.kind;
}

/** The audiences a sender can choose from, as a select offers them. */
export const AUDIENCES: readonly Audience[] = [
  { kind: 'everyone' },
  { kind: 'role', role: 'member' },
  { kind: 'role', role: 'sender' },
  { kind: 'role', role: 'admin' },
];
