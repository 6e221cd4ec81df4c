import type { AuditEntry } from '@/lib/inbox/audit';
import { number } from '../bell-words';

/** What was done, in words; the object's name follows. An action without words of its own is said as it is called. */
export const ACTION_WORDS: Readonly<Record<string, string>> = {
  'audit.export': 'Downloaded the audit log',
  'audit.verify': 'Verified the audit log',
  'broadcast.cancel': 'Cancelled the broadcast',
  'broadcast.change': 'Changed another person’s draft of',
  'broadcast.create': 'Drafted the broadcast',
  'broadcast.duplicate': 'Copied the broadcast',
  'broadcast.edit': 'Edited the broadcast',
  'broadcast.expire': 'Ended the broadcast at its time',
  'broadcast.export': 'Downloaded the recipients of the broadcast',
  'broadcast.pause': 'Paused the broadcast',
  'broadcast.recall': 'Recalled the broadcast',
  'broadcast.redraft': 'Made the broadcast a draft again',
  'broadcast.release': 'Sent the broadcast at its time',
  'broadcast.resume': 'Resumed the broadcast',
  'broadcast.schedule': 'Scheduled the broadcast',
  'broadcast.send': 'Sent the broadcast',
  'broadcast.stop': 'Stopped the broadcast',
  'broadcast.test': 'Tested the broadcast in their own inbox',
  'group.create': 'Made the group',
  'group.delete': 'Deleted the group',
  'group.export': 'Downloaded the members of the group',
  'group.import': 'Imported people into the group',
  'group.add': 'Added people to the group',
  'group.remove': 'Removed people from the group',
  'group.rename': 'Renamed the group',
  'invitation.revoke': 'Took back the invitation of',
  'key.create': 'Made the API key',
  'key.revoke': 'Revoked the API key',
  'notification.send': 'Notified people by name of',
  'person.disable': 'Disabled',
  'person.enable': 'Enabled',
  'person.invite': 'Invited',
  'person.join': 'Joined as',
  'person.operate': 'Opened a terminal session as',
  'person.password': 'Set a new password as',
  'person.passwordLink': 'Made a link to a new password for',
  'person.role': 'Gave another role to',
  'person.setup': 'Set up Belfry as',
  'person.signOut': 'Signed out everywhere',
};

export function actionWords(action: string): string {
  return ACTION_WORDS[action] ?? action;
}

const VIA: Readonly<Record<AuditEntry['actor']['via'], string>> = {
  page: '',
  terminal: 'from a terminal',
  system: 'by itself',
};

export function viaWords(via: AuditEntry['actor']['via']): string {
  return VIA[via];
}

/** A recorded value as a person reads it; null where there is none. Texts stand as they are. */
export function valueWords(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((member) => typeof member === 'string')) {
    return value.length === 0 ? null : value.join(', ');
  }
  return JSON.stringify(value);
}

type Outcome = Readonly<{
  intact: boolean;
  entries: number;
  fault: Readonly<{ seq: number; fault: 'missing' | 'unlinked' | 'changed' | 'cut' }> | null;
  head: Readonly<{ found: boolean; seq: number | null }> | null;
}>;

/** What a verification found, in one or two sentences. */
export function outcomeWords({ intact, entries, fault, head }: Outcome): string {
  const upTo =
    entries === 1 ? '1 entry is as it was written.' : `${number(entries)} entries are as they were written.`;
  if (fault)
    return `${FAULTS[fault.fault](number(fault.seq))} ${entries === 0 ? '' : `Before it, ${upTo}`}`.trim();
  if (head && !head.found) {
    return `The entry with this hash is not in the log: its end was cut off or written anew. ${upTo}`;
  }
  if (entries === 0) return 'The log has no entries.';
  const place = head === null || head.seq === null ? '' : ` The hash is that of entry ${number(head.seq)}.`;
  return intact ? `${upTo}${place}` : upTo;
}

const FAULTS: Readonly<Record<NonNullable<Outcome['fault']>['fault'], (seq: string) => string>> = {
  missing: (seq) => `Entry ${seq} is missing.`,
  unlinked: (seq) => `Entry ${seq} does not follow from the one before it.`,
  changed: (seq) => `Entry ${seq} was changed after it was written.`,
  cut: (seq) => `The end of the log was cut off: entry ${seq} was there and is not any more.`,
};
