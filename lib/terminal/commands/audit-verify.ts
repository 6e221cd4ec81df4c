import { verificationSchema } from '@/lib/client/audit';
import { outcomeSentence } from '@/lib/inbox/audit-outcome';
import { checkAuditLog, type Verification } from '@/lib/server/audit/check-audit-log';
import { type Command, EXIT, type Terminal, textOf, UsageError } from '../command';
import { offlineActor } from '../offline-actor';
import { withStore } from '../with-store';

/** Looks at every entry of the audit log; through the server when one runs, else in the database itself. */
export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Find out whether the audit log is what was written',
  takes: [],
  help: `
  --head <hash>     the hash of an entry, written down earlier: its entry must still be there.
                    Without it an end that was cut off with great care goes unnoticed.
  `,
  options: { head: { type: 'string' } },
  async run(terminal, { values }) {
    const head = textOf(values, 'head')?.trim().toLowerCase() ?? null;
    if (head !== null && !/^[0-9a-f]{64}$/.test(head))
      throw new UsageError('--head takes 64 hexadecimal digits.');
    const verification = await (terminal.isServing() ? atServer(terminal, head) : inDatabase(terminal, head));
    const { screen } = terminal;
    if (values.json === true) screen.out(`${JSON.stringify(verification, null, 2)}\n`);
    else {
      screen.out(`${outcomeSentence(verification)}\n`);
      if (verification.entries > 0)
        screen.out(`Hash of entry ${verification.last.seq}: ${verification.last.hash}\n`);
    }
    return verification.intact ? EXIT.ok : EXIT.failed;
  },
};

async function atServer(terminal: Terminal, head: string | null): Promise<Verification> {
  const operator = await terminal.operator();
  const body = head === null ? {} : { head };
  return operator.ask('/api/audit/verification', { method: 'POST', body, schema: verificationSchema });
}

function inDatabase(terminal: Terminal, head: string | null): Promise<Verification> {
  return withStore(terminal, async (store) => {
    const verification = await checkAuditLog(store, head);
    const { intact, entries, fault, last } = verification;
    const outcome = { intact, entries, fault, hash: last.hash, head: verification.head?.found ?? null };
    await store.noteVerification({ by: offlineActor(), outcome, now: Date.now() });
    return verification;
  });
}
