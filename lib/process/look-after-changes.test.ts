import { expect, onTestFinished, test } from 'vitest';
import { openTestStore } from '@/db/sqlite/open-test-store';
import { lookAfterChanges } from './look-after-changes';

test('what a changed person has open is looked at once the change is there, and not when it failed', async () => {
  const opened = await openTestStore();
  onTestFinished(() => opened.close());
  const seen: (string | undefined)[] = [];
  const store = lookAfterChanges(
    opened,
    { look: () => void seen.push('looked') },
    {
      roleChanged: (id) => void seen.push(`told ${id}`),
    },
  );
  await store.createUser({
    id: 'ana',
    email: 'a@x.test',
    name: 'A',
    role: 'member',
    passwordHash: 'x',
    now: 1,
  });
  expect(seen).toEqual([]);
  expect(await store.changeUser('ana', { disabled: true, now: 2 })).toMatchObject({ id: 'ana' });
  expect(seen).toEqual(['looked']);
  await store.changeUser('ana', { role: 'sender', now: 3 });
  expect(seen.splice(1)).toEqual(['looked', 'told ana']);
  await expect(store.changeUser('nobody', { disabled: true, now: 3 })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(seen).toEqual(['looked']);
});
