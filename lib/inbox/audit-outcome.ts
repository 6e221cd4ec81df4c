export type AuditOutcome = Readonly<{
  intact: boolean;
  entries: number;
  fault: Readonly<{ seq: number; fault: 'missing' | 'unlinked' | 'changed' | 'cut' }> | null;
  head: Readonly<{ found: boolean; seq: number | null }> | null;
}>;

/** What a verification found, in one or two sentences. */
export function outcomeSentence({ intact, entries, fault, head }: AuditOutcome): string {
  const upTo =
    entries === 1 ? '1 entry is as it was written.' : `${say(entries)} entries are as they were written.`;
  if (fault)
    return `${FAULTS[fault.fault](say(fault.seq))} ${entries === 0 ? '' : `Before it, ${upTo}`}`.trim();
  if (head && !head.found) {
    return `The entry with this hash is not in the log: its end was cut off or written anew. ${upTo}`;
  }
  if (entries === 0) return 'The log has no entries.';
  const place = head === null || head.seq === null ? '' : ` The hash is that of entry ${say(head.seq)}.`;
  return intact ? `${upTo}${place}` : upTo;
}

const FAULTS: Readonly<Record<NonNullable<AuditOutcome['fault']>['fault'], (seq: string) => string>> = {
  missing: (seq) => `Entry ${seq} is missing.`,
  unlinked: (seq) => `Entry ${seq} does not follow from the one before it.`,
  changed: (seq) => `Entry ${seq} was changed after it was written.`,
  cut: (seq) => `The end of the log was cut off: entry ${seq} was there and is not any more.`,
};

function say(value: number): string {
  return FORMAT.format(value);
}

const FORMAT = new Intl.NumberFormat('en-GB');
