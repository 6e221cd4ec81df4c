import Link from 'next/link';
import { AUDIT_OBJECTS } from '@/lib/inbox/audit';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { Select, TextField } from '../field';
import { ACTION_WORDS } from './audit-words';

/** What the address asks for, as it was typed; empty where nothing is. */
export type AuditAsked = Readonly<Record<'actor' | 'action' | 'object' | 'q' | 'from' | 'to', string>>;

/** A plain form: what is looked for stands in the address, can be kept and sent, and works without any script. */
export function AuditFilters({ asked }: { asked: AuditAsked }) {
  const actions = Object.entries(ACTION_WORDS);
  const isOneObject = asked.object.includes(':');
  const isKnown = asked.action === '' || asked.action in ACTION_WORDS;
  const isFiltered = Object.values(asked).some((value) => value !== '');
  return (
    <search>
      <form method="get" action="/admin/audit" aria-label="Audit log" className="space-y-3">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          <TextField name="actor" label="Who" defaultValue={asked.actor} maxLength={200} />
          <Select name="action" label="Action" defaultValue={asked.action}>
            <option value="">Every action</option>
            {!isKnown && <option value={asked.action}>{asked.action}</option>}
            {actions.map(([action, words]) => (
              <option key={action} value={action}>
                {words}
              </option>
            ))}
          </Select>
          <Select name="object" label="Object" defaultValue={asked.object}>
            <option value="">Everything</option>
            {isOneObject && <option value={asked.object}>{asked.object}</option>}
            {AUDIT_OBJECTS.map((kind) => (
              <option key={kind} value={kind}>
                {KINDS[kind]}
              </option>
            ))}
          </Select>
          <TextField name="from" label="From day" type="date" defaultValue={asked.from} />
          <TextField name="to" label="To day" type="date" defaultValue={asked.to} />
          <TextField name="q" label="Text" type="search" defaultValue={asked.q} maxLength={200} />
        </div>
        <div className="flex flex-wrap gap-3">
          <Button type="submit">Show entries</Button>
          {isFiltered && (
            <Link href="/admin/audit" prefetch={false} className={buttonClass('quiet')}>
              Show all
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}

const KINDS: Readonly<Record<(typeof AUDIT_OBJECTS)[number], string>> = {
  broadcast: 'Broadcasts',
  notification: 'Notifications',
  group: 'Groups',
  person: 'People',
  invitation: 'Invitations',
  key: 'API keys',
  audit: 'The audit log',
};
