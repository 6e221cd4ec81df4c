import type { ReactNode } from 'react';
import { SignedIn } from '@/components/signed-in';
import { getFeed } from '@/lib/server/inbox/get-feed';
import { realtimeSettings } from '@/lib/server/realtime-settings';
import { findViewer } from '@/lib/server/sessions/viewer';
import { findReading } from '../reading';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const viewer = await findViewer();
  // The page itself sends whoever is signed out to sign in: it knows where to come back to.
  if (viewer === null) return children;
  const { id: viewerId, name, email, role } = viewer;
  return (
    <SignedIn
      initial={{ viewerId, realtime: realtimeSettings(), inbox: await getFeed(viewer) }}
      reading={await findReading()}
      person={{ name, email, role }}
    >
      {children}
    </SignedIn>
  );
}
