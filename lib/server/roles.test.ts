import { afterEach, beforeEach, expect, test } from 'vitest';
import { listApiKeys } from './api-keys/list-api-keys';
import { makeApiKey } from './api-keys/make-api-key';
import { revokeApiKey } from './api-keys/revoke-api-key';
import { exportAudit } from './audit/export-audit';
import { listAudit } from './audit/list-audit';
import { verifyAudit } from './audit/verify-audit';
import { cancelBroadcast } from './broadcasts/cancel-broadcast';
import { checkAudience } from './broadcasts/check-audience';
import { copyBroadcast } from './broadcasts/copy-broadcast';
import { createBroadcast } from './broadcasts/create-broadcast';
import { describeAudience } from './broadcasts/describe-audience';
import { discardDraft } from './broadcasts/discard-draft';
import { editBroadcast } from './broadcasts/edit-broadcast';
import { getProgress } from './broadcasts/follow/get-progress';
import { getTimeline } from './broadcasts/follow/get-timeline';
import { listRecipients } from './broadcasts/follow/list-recipients';
import { recipientsCsv } from './broadcasts/follow/recipients-csv';
import {
  broadcastsQuery,
  getSparklines,
  listBroadcastChoices,
  searchBroadcasts,
} from './broadcasts/follow/search-broadcasts';
import { getBroadcast } from './broadcasts/get-broadcast';
import { getWaiting } from './broadcasts/get-waiting';
import { listCategories } from './broadcasts/list-categories';
import { nameAudience } from './broadcasts/name-audience';
import { pauseBroadcast } from './broadcasts/pause-broadcast';
import { recallBroadcast } from './broadcasts/recall-broadcast';
import { redraftBroadcast } from './broadcasts/redraft-broadcast';
import { resumeBroadcast } from './broadcasts/resume-broadcast';
import { sendBroadcast } from './broadcasts/send-broadcast';
import { stopBroadcast } from './broadcasts/stop-broadcast';
import { testBroadcast } from './broadcasts/test-broadcast';
import { updateBroadcast } from './broadcasts/update-broadcast';
import { requireRole } from './caller';
import { notify } from './notify';
import type { Viewer } from './sessions/session-viewer';
import { type House, openHouse } from './testing/test-house';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const CONTENT = { title: 'T', body: null, url: null, category: 'general', severity: 'info' } as const;

/** Every use case that asks for a role, called as no handler would: without the wrapper before it. */
const FOR_SENDERS: Record<string, (viewer: Viewer) => Promise<unknown>> = {
  createBroadcast: (viewer) => createBroadcast(viewer, { ...CONTENT, audience: { kind: 'everyone' } }),
  searchBroadcasts: (viewer) => searchBroadcasts(viewer, broadcastsQuery.parse({})),
  listBroadcastChoices: (viewer) => listBroadcastChoices(viewer),
  getSparklines: (viewer) => getSparklines(viewer, []),
  getProgress: (viewer) => getProgress(viewer, 'x'),
  getTimeline: (viewer) => getTimeline(viewer, 'x'),
  listRecipients: (viewer) => listRecipients(viewer, 'x', { state: 'all', q: null, before: null, limit: 10 }),
  recipientsCsv: (viewer) => recipientsCsv(viewer, 'x', { state: 'all', q: null }),
  stopBroadcast: (viewer) => stopBroadcast(viewer, 'x'),
  copyBroadcast: (viewer) => copyBroadcast(viewer, 'x'),
  getBroadcast: (viewer) => getBroadcast(viewer, 'x'),
  updateBroadcast: (viewer) => updateBroadcast(viewer, 'x', { title: 'U' }),
  editBroadcast: (viewer) => editBroadcast(viewer, 'x', { content: {}, notifyAgain: false }),
  checkAudience: (viewer) => checkAudience(viewer, 'x'),
  sendBroadcast: (viewer) => sendBroadcast(viewer, 'x', { token: 'x' }),
  getWaiting: (viewer) => getWaiting(viewer, 'x'),
  pauseBroadcast: (viewer) => pauseBroadcast(viewer, 'x'),
  resumeBroadcast: (viewer) => resumeBroadcast(viewer, 'x'),
  redraftBroadcast: (viewer) => redraftBroadcast(viewer, 'x'),
  testBroadcast: (viewer) => testBroadcast(viewer, 'x'),
  describeAudience: (viewer) =>
    describeAudience(viewer, { audience: { kind: 'everyone' }, category: 'c', severity: 'info' }, null),
  nameAudience: (viewer) => nameAudience(viewer, { groups: [], people: [] }),
  cancelBroadcast: (viewer) => cancelBroadcast(viewer, 'x'),
  recallBroadcast: (viewer) => recallBroadcast(viewer, 'x'),
  discardDraft: (viewer) => discardDraft(viewer, 'x'),
  listCategories: (viewer) => listCategories(viewer),
};
const FOR_ADMINISTRATORS: Record<string, (viewer: Viewer) => Promise<unknown>> = {
  notify: (viewer) => notify({ kind: 'viewer', viewer }, { ...CONTENT, recipients: [viewer.id] }),
  makeApiKey: (viewer) => makeApiKey(viewer, { name: 'K' }),
  listApiKeys: (viewer) => listApiKeys(viewer),
  revokeApiKey: (viewer) => revokeApiKey(viewer, 'x'),
  listAudit: (viewer) => listAudit(viewer),
  exportAudit: async (viewer) => exportAudit(viewer),
  verifyAudit: (viewer) => verifyAudit(viewer, { head: null }),
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
