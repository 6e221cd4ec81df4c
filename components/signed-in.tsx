import type { ReactNode } from 'react';
import type { InitialInbox } from '@/lib/client/inbox';
import { InboxProvider } from '@/lib/client/inbox-provider';
import type { Role } from '@/lib/inbox/audience';
import type { Reading } from '@/lib/inbox/time';
import { AppHeader } from './app-header';
import { ArrivalSounder } from './sound/arrival-sounder';
import { Announcer } from './speech/announcer';
import { ClockProvider } from './time/clock';
import { WhileSignedIn } from './while-signed-in';

/** What a signed-in person has around every page: the live inbox, one clock, the announcer, the header. */
export function SignedIn({
  initial,
  reading,
  person,
  children,
}: {
  initial: InitialInbox;
  reading: Reading;
  person: { name: string; email: string; role: Role };
  children: ReactNode;
}) {
  return (
    <InboxProvider initial={initial}>
      <ClockProvider clock={reading}>
        <Announcer>
          <AppHeader person={person} />
          <ArrivalSounder viewerId={initial.viewerId} />
          <main
            id="main"
            tabIndex={-1}
            data-under-sheet=""
            className="mx-auto w-full max-w-5xl py-6 outline-none sm:px-6 sm:py-8"
          >
            <WhileSignedIn>{children}</WhileSignedIn>
          </main>
        </Announcer>
      </ClockProvider>
    </InboxProvider>
  );
}
