import Link from 'next/link';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { TextField } from '../field';

/** A plain form: what is looked for stands in the address, and it works without any script. */
export function SearchForm({ action, label, q }: { action: string; label: string; q: string | null }) {
  return (
    <search>
      <form method="get" action={action} aria-label={label} className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-56">
          <TextField name="q" type="search" label={label} maxLength={100} defaultValue={q ?? ''} />
        </div>
        <Button type="submit">Find</Button>
        {q !== null && (
          <Link href={action} prefetch={false} className={buttonClass('quiet')}>
            Show all
          </Link>
        )}
      </form>
    </search>
  );
}
