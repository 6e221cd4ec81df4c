import { expect, test } from 'vitest';
import { BROADCASTS_CHANNEL, broadcastChannel, userChannel } from '@/lib/realtime/channels';
import { isOwnChannel } from './own-channels';

test('joining a person’s or a broadcast’s channel takes the application’s word', () => {
  for (const channel of [userChannel('u1'), broadcastChannel('b1'), BROADCASTS_CHANNEL]) {
    expect(isOwnChannel(channel), channel).toBe(true);
  }
});

test('other channels belong to whoever holds the secret', () => {
  for (const channel of [
    'private-room',
    'public',
    'private-users',
    'presence-user-1',
    'private-broadcasts-2',
  ]) {
    expect(isOwnChannel(channel), channel).toBe(false);
  }
});
