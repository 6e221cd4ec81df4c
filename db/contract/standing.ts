import { expect } from 'vitest';
import type { Role } from '@/lib/inbox/audience';
import type { Store } from '../store';
import type { Act } from './act';
import type { Model } from './model';
import type { Sender } from './sender';

/** What decides who is given what changes for one person, in the store, in the model and in what their sendings wait for. */
export async function changeStanding(
  { store, model, sender }: { store: Store; model: Model; sender: Sender },
  act: Extract<Act, { do: 'change' | 'member' | 'mute' }>,
  now: number,
): Promise<void> {
  const { name } = act;
  if (act.do === 'mute') {
    await store.muteCategory(name, { category: 'general', muted: act.muted, now });
    return model.change(name, { muted: act.muted });
  }
  if (act.do === 'member') {
    const { groups } = model.person(name);
    const others = [...groups].filter((id) => id !== act.group);
    const given = { userIds: [name], now };
    if (act.joins) await store.addMembers(act.group, given);
    else await store.removeMembers(act.group, given);
    return model.change(name, { groups: new Set(act.joins ? [...others, act.group] : others) });
  }
  const { role, disabled } = act;
  const changing = store.changeUser(name, { role, disabled, now });
  if (model.leavesNobody(name, act)) {
    await expect(changing).rejects.toMatchObject({ code: 'conflict' });
    return;
  }
  const wasSender = sends(model.person(name));
  const { paused } = await changing;
  sender.changed(name, { losesRight: wasSender && !sends({ role, disabled }), paused });
  return model.change(name, { role, disabled });
}

function sends({ role, disabled }: { role: Role; disabled: boolean }): boolean {
  return role !== 'member' && !disabled;
}
