import type { Audience } from '@/lib/inbox/audience';
import { deletedText } from './broadcast-words';

/** Says which groups of a copied audience are none any more; what they kept out would otherwise come in unnoticed. */
export function DeletedGroups({
  audience,
  deleted,
}: {
  audience: Audience;
  /** What deleted groups were called, by their ids. */
  deleted: ReadonlyMap<string, string>;
}) {
  const namesOf = (ids: readonly string[]) => ids.flatMap((id) => deleted.get(id) ?? []);
  const sentences = [
    deletedText(namesOf(audience.except?.groups ?? []), 'excluded'),
    deletedText(namesOf(audience.kind === 'groups' ? audience.groups : []), 'included'),
  ].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return null;
  return (
    <div
      role="alert"
      data-audience="deleted"
      className="space-y-1 rounded-lg border border-warning px-3 py-2 text-sm"
    >
      {sentences.map((sentence) => (
        <p key={sentence} dir="auto" className="wrap-anywhere">
          {sentence}
        </p>
      ))}
    </div>
  );
}
