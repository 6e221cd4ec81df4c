import 'server-only';
import type { Role } from '@/lib/inbox/audience';

/** The people of the demo, development and the tests; a production start makes none of them. */
export const DEMO_ACCOUNTS = [
  { email: 'admin@belfry.test', name: 'Robin Adler', role: 'admin' },
  { email: 'ana@belfry.test', name: 'Ana Duarte', role: 'member' },
  { email: 'ben@belfry.test', name: 'Ben Okafor', role: 'member' },
  { email: 'carla@belfry.test', name: 'Carla Rossi', role: 'member' },
] as const satisfies readonly { email: string; name: string; role: Role }[];

/** Everybody's in the demo; shown on its sign-in page. */
export const DEMO_PASSWORD = 'belfry-demo';
