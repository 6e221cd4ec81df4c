import Link from 'next/link';
import type { RecipientFilter, RecipientPage } from '@/lib/inbox/recipient';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { FilterChoice, FilterText } from './filter-field';
import { LiveForm } from './live-form';
import { RecipientTable } from './recipient-table';
import { FILTER_WORDS, foundText, unlistedText } from './recipient-words';
import { RefreshButton } from './refresh-button';

/** Who is behind the figures, and who has not. */
export function RecipientsPanel({
  id,
  page,
  asked,
}: {
  id: string;
  page: RecipientPage;
  asked: { state: RecipientFilter; q: string | null; before: string | null };
}) {
  const { recipients, next, unlisted } = page;
  const narrowed = asked.state !== 'all' || asked.q !== null;
  const query = {
    ...(asked.state !== 'all' && { state: asked.state }),
    ...(asked.q !== null && { q: asked.q }),
  };
  const here = `/admin/broadcasts/${encodeURIComponent(id)}`;
  const missing = unlistedText(unlisted);
  return (
    <section aria-labelledby="recipients" className="space-y-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="recipients" className="text-lg font-semibold">
          Recipients
        </h2>
        <RefreshButton />
      </div>
      <LiveForm label="Recipients" result={foundText(recipients.length, next !== null)}>
        <FilterText name="q" label="Name or address" value={asked.q ?? ''} />
        <FilterChoice
          name="state"
          label="Who"
          any="Everyone it is for"
          value={asked.state === 'all' ? '' : asked.state}
          choices={Object.entries(FILTER_WORDS).map(([value, name]) => ({ value, name }))}
        />
        <Button type="submit">Show</Button>
      </LiveForm>
      {recipients.length > 0 ? (
        <RecipientTable recipients={recipients} />
      ) : (
        <p className="rounded-xl border border-line px-6 py-10 text-center text-muted">
          {narrowed ? 'Nobody matches.' : 'Nobody is listed.'}
        </p>
      )}
      {missing !== null && <p className="text-sm text-muted">{missing}</p>}
      <p className="flex flex-wrap gap-3">
        {asked.before !== null && (
          <Link
            href={`${here}?${new URLSearchParams(query)}`}
            prefetch={false}
            scroll={false}
            className={buttonClass('plain')}
          >
            Back to the first
          </Link>
        )}
        {next !== null && (
          <Link
            href={`${here}?${new URLSearchParams({ ...query, before: next })}`}
            prefetch={false}
            scroll={false}
            className={buttonClass('plain')}
          >
            Next people
          </Link>
        )}
      </p>
    </section>
  );
}

/** Where who did what is not shown: that it is not, and why. */
export function TotalsOnly() {
  return (
    <section aria-labelledby="recipients" className="rounded-xl border border-line px-4 py-3">
      <h2 id="recipients" className="font-semibold">
        Totals only
      </h2>
      <p className="mt-1 text-sm text-muted">
        This installation shows how many people received, saw and read a broadcast, and not who. Whoever runs
        it decides that.
      </p>
    </section>
  );
}
