import { afterEach, beforeEach, expect, test } from 'vitest';
import { requireRole } from './caller';
import { cancelBroadcast } from './cancel-broadcast';
import { checkAudience } from './check-audience';
import { createBroadcast } from './create-broadcast';
import { editBroadcast } from './edit-broadcast';
import { getBroadcast } from './get-broadcast';
import { listApiKeys } from './list-api-keys';
import { listBroadcasts } from './list-broadcasts';
import { makeApiKey } from './make-api-key';
import { notify } from './notify';
import { recallBroadcast } from './recall-broadcast';
import { revokeApiKey } from './revoke-api-key';
import { sendBroadcast } from './send-broadcast';
import type { Viewer } from './sessions/session-viewer';
import { type House, openHouse } from './testing/test-house';
import { updateBroadcast } from './update-broadcast';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const CONTENT = { title: 'T', body: null, url: null, category: 'general', severity: 'info' } as const;

/** Every use case that asks for a role, called as no handler would: without the wrapper before it. */
const FOR_SENDERS: Record<string, (viewer: Viewer) => Promise<unknown>> = {
  createBroadcast: (viewer) => createBroadcast(viewer, { ...CONTENT, audience: { kind: 'everyone' } }),
  listBroadcasts: (viewer) => listBroadcasts(viewer),
  getBroadcast: (viewer) => getBroadcast(viewer, 'x'),
  updateBroadcast: (viewer) => updateBroadcast(viewer, 'x', { title: 'U' }),
  editBroadcast: (viewer) => editBroadcast(viewer, 'x', { content: {}, notifyAgain: false }),
  checkAudience: (viewer) => checkAudience(viewer, 'x'),
  sendBroadcast: (viewer) => sendBroadcast(viewer, 'x', { token: 'x' }),
  cancelBroadcast: (viewer) => cancelBroadcast(viewer, 'x'),
  recallBroadcast: (viewer) => recallBroadcast(viewer, 'x'),
};
const FOR_ADMINISTRATORS: Record<string, (viewer: Viewer) => Promise<unknown>> = {
  notify: (viewer) => notify({ kind: 'viewer', viewer }, { ...CONTENT, recipients: [viewer.id] }),
  makeApiKey: (viewer) => makeApiKey(viewer, { name: 'K' }),
  listApiKeys: (viewer) => listApiKeys(viewer),
  revokeApiKey: (viewer) => revokeApiKey(viewer, 'x'),
};
const forbidden = expect.objectContaining({ code: 'forbidden' });

for (const [name, use] of Object.entries(FOR_SENDERS)) {
  test(`${name} refuses a member by itself, and nobody with the role`, async () => {
    await expect(use(await house.addPerson('Ana', 'member'))).rejects.toEqual(forbidden);
    for (const role of ['sender', 'admin'] as const) {
      const refusal = await use(await house.addPerson(role, role)).then(
        () => null,
        (error: { code?: string }) => error.code,
      );
      expect(refusal).not.toBe('forbidden');
    }
  });
}

for (const [name, use] of Object.entries(FOR_ADMINISTRATORS)) {
  test(`${name} refuses members and senders by itself, and no administrator`, async () => {
    await expect(use(await house.addPerson('Ana', 'member'))).rejects.toEqual(forbidden);
    await expect(use(await house.addPerson('Sam', 'sender'))).rejects.toEqual(forbidden);
    const refusal = await use(await house.addPerson('Admin', 'admin')).then(
      () => null,
      (error: { code?: string }) => error.code,
    );
    expect(refusal).not.toBe('forbidden');
  });
}

test('a key without the scope does not notify', async () => {
  const admin = await house.addPerson('Admin', 'admin');
  const { key } = await makeApiKey(admin, { name: 'K' });
  const input = { ...CONTENT, recipients: [admin.id] };
  await expect(notify({ kind: 'key', key: { ...key, scopes: [] } }, input)).rejects.toEqual(forbidden);
  await expect(notify({ kind: 'key', key }, input)).resolves.toMatchObject({
    ids: [{ recipient: admin.id }],
  });
});

test('a later role may do everything an earlier one may', async () => {
  const roles = ['member', 'sender', 'admin'] as const;
  for (const [has, held] of roles.entries()) {
    const viewer = await house.addPerson(held, held);
    for (const [asked, role] of roles.entries()) {
      if (has >= asked) expect(() => requireRole(viewer, role)).not.toThrow();
      else expect(() => requireRole(viewer, role)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    }
  }
});
