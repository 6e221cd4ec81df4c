import 'server-only';
import type { Audience } from '@/lib/inbox/audience';
import type { Content } from '@/lib/inbox/notification';

/** A past broadcast of the demo, and what was corrected an hour later. */
export type DemoBroadcast = Readonly<{
  /** When it was sent: the share of the week's working hours that had passed. */
  share: number;
  content: Content;
  audience: Audience;
  correction?: Partial<Content>;
  /** Whose inbox read it the same day; the others only saw it, or not even that. */
  readBy: readonly string[];
  seenBy: readonly string[];
}>;

export const DEMO_BROADCASTS: readonly DemoBroadcast[] = [
  {
    share: 0.12,
    content: {
      title: 'The office network is replaced on Saturday',
      body: 'Expect no network in the building from 08:00 to 14:00. Remote work is not affected.',
      url: 'https://example.com/notices/network',
      category: 'operations',
      severity: 'warning',
    },
    audience: { kind: 'everyone' },
    readBy: ['ana@belfry.test', 'ben@belfry.test', 'carla@belfry.test', 'admin@belfry.test'],
    seenBy: [],
  },
  {
    share: 0.48,
    content: {
      title: 'Team lunch on Thursday at 12:30 in the courtyard',
      body: 'Tell Noor by Wednesday what you do not eat.',
      url: null,
      category: 'people',
      severity: 'info',
    },
    audience: { kind: 'role', role: 'member' },
    correction: {
      title: 'Team lunch on Thursday at 13:00 in the courtyard',
      body: 'Half an hour later than first announced. Tell Noor by Wednesday what you do not eat.',
    },
    readBy: ['ana@belfry.test', 'carla@belfry.test'],
    seenBy: ['ben@belfry.test'],
  },
  {
    share: 0.86,
    content: {
      title: 'Two-step sign-in is required from the first of next month',
      body: 'Setting it up takes **three minutes**:\n\n1. Open your account.\n2. Choose *Two-step sign-in*.\n3. Scan the code.\n\nAccounts without it will be asked at their next sign-in after that day.',
      format: 'markdown',
      url: 'https://example.com/security/two-step',
      linkLabel: 'Set it up',
      category: 'security',
      severity: 'critical',
    },
    audience: { kind: 'everyone' },
    readBy: ['carla@belfry.test'],
    seenBy: ['ana@belfry.test'],
  },
];
