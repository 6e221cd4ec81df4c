import { expect } from 'vitest';
import { type Check, join } from './given';

export function aimingContract(check: Check): void {
  check('people are named by id and by address, in any case, disabled ones as such', async ({ store }) => {
    await join(store, 'ana');
    await join(store, 'ben');
    await store.changeUser('ben', { disabled: true, now: 2 });
    const named = await store.nameRecipients(['ana', 'ANA@Belfry.test', 'ben', 'nobody', '']);
    const ana = { id: 'ana', name: 'ana', email: 'ana@belfry.test', disabled: false };
    expect([...named]).toEqual([
      ['ana', ana],
      ['ANA@Belfry.test', ana],
      ['ben', { id: 'ben', name: 'ben', email: 'ben@belfry.test', disabled: true }],
    ]);
  });

  check('at most 1,000 people are named at once', async ({ store }) => {
    const many = Array.from({ length: 1_001 }, (_, index) => `p${index}`);
    await expect(store.nameRecipients(many)).rejects.toMatchObject({ code: 'invalid' });
    expect((await store.nameRecipients(many.slice(1))).size).toBe(0);
  });
}
