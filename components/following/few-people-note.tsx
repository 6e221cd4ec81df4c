import { FEW_PEOPLE } from '@/lib/inbox/few-people';

/** In the place of what people did, where so few of them would each be told of. */
export function FewPeopleNote() {
  return (
    <section aria-labelledby="funnel" className="rounded-xl border border-line px-4 py-3">
      <h2 id="funnel" className="font-semibold">
        What people did
      </h2>
      <p className="mt-1 text-sm text-muted">{FEW_PEOPLE}. Whoever runs this installation decides that.</p>
    </section>
  );
}
