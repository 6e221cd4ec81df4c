import { ApiKeys } from '@/components/api-keys/api-keys';
import { PageTitle } from '@/components/page-title';
import { listApiKeys } from '@/lib/server/api-keys/list-api-keys';
import { orNotFound, signedIn } from '../../signed-in';

/** The keys by which other programs send notifications. */
export default async function ApiKeysPage() {
  const viewer = await signedIn('/admin/keys');
  const keys = await orNotFound(listApiKeys(viewer));
  return (
    <div className="max-w-3xl max-sm:px-4">
      <PageTitle page="API keys" />
      <h1 className="text-xl font-semibold tracking-tight">API keys</h1>
      <p className="mt-1 mb-6 max-w-prose text-sm text-muted">
        With a key another program sends notifications to people by name, over{' '}
        <code className="rounded bg-raised px-1 py-0.5 font-mono">POST /api/notifications</code>.
      </p>
      <ApiKeys
        keys={keys.map(({ id, name, createdBy, createdAt, lastUsedAt, revokedAt }) => ({
          id,
          name,
          createdBy: { name: createdBy.name },
          createdAt,
          lastUsedAt,
          revokedAt,
        }))}
      />
    </div>
  );
}
