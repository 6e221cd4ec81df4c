import type { ApiKeyShown } from '@/lib/client/api-keys';
import { Button } from '../button';
import { RelativeTime } from '../time/relative-time';

/** Keys, newest first; revoked ones stay listed. */
export function KeyList({
  keys,
  onRevoke,
}: {
  keys: readonly ApiKeyShown[];
  onRevoke: (key: ApiKeyShown) => void;
}) {
  if (keys.length === 0) {
    return <p className="rounded-xl border border-line px-6 py-10 text-center text-muted">No keys yet.</p>;
  }
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
    <ul role="list" aria-label="API keys" className="divide-y divide-line rounded-xl border border-line">
      {keys.map((key) => (
        <li
          key={key.id}
          id={keyElementId(key.id)}
          tabIndex={-1}
          className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3"
        >
          <div className="min-w-0 flex-1 basis-56">
            <p dir="auto" className="font-medium wrap-anywhere">
              {key.name}
            </p>
            <p className="text-xs text-muted">
              Made <RelativeTime iso={key.createdAt} long /> by {key.createdBy.name} ·{' '}
              {key.lastUsedAt === null ? (
                'never used'
              ) : (
                <>
                  last used <RelativeTime iso={key.lastUsedAt} long />
                </>
              )}
            </p>
          </div>
          {key.revokedAt === null ? (
            <Button kind="danger" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
              Revoke
            </Button>
          ) : (
            <span className="text-sm text-muted">
              Revoked <RelativeTime iso={key.revokedAt} long />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The key's place in the page, which takes focus when its button has gone. */
export function keyElementId(id: string): string {
  return `key-${id}`;
}
