import Link from 'next/link';
import { BROADCAST_STATES, type Sender } from '@/lib/inbox/broadcast';
import { number } from '../bell-words';
import { stateText } from '../broadcasts/broadcast-words';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { FilterChoice, FilterText } from './filter-field';
import { LiveForm } from './live-form';

/** The fields of the list's address. */
export const HISTORY_FIELDS = ['q', 'state', 'category', 'sender', 'from', 'to'] as const;
export type HistoryAsked = Readonly<Partial<Record<(typeof HISTORY_FIELDS)[number], string>>>;

/** What narrows the list of broadcasts. */
export function HistoryFilters({
  asked,
  choices,
  shown,
  more,
}: {
  asked: HistoryAsked;
  choices: { categories: readonly string[]; senders: readonly Sender[] };
  shown: number;
  more: boolean;
}) {
  return (
    <div className="mb-4 space-y-3">
      <LiveForm label="Broadcasts" result={historyText(shown, more)}>
        <FilterText name="q" label="Title or text" value={asked.q ?? ''} />
        <FilterChoice
          name="state"
          label="State"
          any="Any state"
          value={asked.state ?? ''}
          choices={BROADCAST_STATES.map((state) => ({ value: state, name: stateText(state) }))}
        />
        <FilterChoice
          name="category"
          label="Category"
          any="Any category"
          value={asked.category ?? ''}
          choices={choices.categories.map((category) => ({ value: category, name: category }))}
        />
        <FilterChoice
          name="sender"
          label="Sender"
          any="Anybody"
          value={asked.sender ?? ''}
          choices={choices.senders.map(({ id, name }) => ({ value: id, name }))}
        />
        <FilterText name="from" label="Sent from" type="date" value={asked.from ?? ''} />
        <FilterText name="to" label="Sent until" type="date" value={asked.to ?? ''} />
        <Button type="submit">Show</Button>
        {Object.keys(asked).length > 0 && (
          <Link href="/admin/broadcasts" prefetch={false} className={buttonClass('quiet')}>
            Show all
          </Link>
        )}
      </LiveForm>
    </div>
  );
}

/** "12 broadcasts.", for who listens. */
export function historyText(shown: number, more: boolean): string {
  if (shown === 0) return 'No broadcast matches.';
  const broadcasts = `${number(shown)} ${shown === 1 ? 'broadcast' : 'broadcasts'}`;
  return more ? `The newest ${broadcasts}.` : `${broadcasts}.`;
}
