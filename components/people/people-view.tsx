'use client';

import { UserPlusIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import {
  changePerson,
  type MadeLink,
  makePasswordLink,
  type PersonShown,
  revokeInvitation,
  signOutEverywhere,
} from '@/lib/client/people';
import type { Answer } from '@/lib/client/request';
import type { Invitation } from '@/lib/inbox/invitation';
import { Button } from '../button';
import { useAnnounce } from '../speech/announcer';
import { InviteForm } from './invite-form';
import { MadeLinkPanel } from './made-link';
import { OpenLinks } from './open-links';
import { type Paused, PausedNote, pausedText } from './paused-note';
import { SEARCH_ID } from './people-filters';
import { type Asking, PeopleQuestion } from './people-question';
import { PeopleTable } from './people-table';
import { type PersonAct, wordsOf } from './person-acts';

/** People and the links by which more come in; everything is asked about before it is done. */
export function PeopleView({
  viewerId,
  people,
  invitations,
  filters,
  nobody,
  older,
  olderLinks,
}: {
  viewerId: string;
  people: readonly PersonShown[];
  invitations: readonly Invitation[];
  filters: ReactNode;
  /** What is said where there is nobody to show. */
  nobody: ReactNode;
  older: ReactNode;
  olderLinks: ReactNode;
}) {
  const router = useRouter();
  const announce = useAnnounce();
  const opener = useRef<HTMLButtonElement>(null);
  const linksHeading = useRef<HTMLHeadingElement>(null);
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<{ title: string; made: MadeLink } | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [paused, setPaused] = useState<Paused | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const acted = useRef<'on a person' | 'on a link' | null>(null);

  // What was acted on may be gone from the page, and the button with it that the question gave the focus back to.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what comes of the act that takes the button away.
  useEffect(() => {
    if (acted.current !== null && document.activeElement === document.body) {
      if (acted.current === 'on a link') linksHeading.current?.focus();
      else document.getElementById(SEARCH_ID)?.focus();
    }
    acted.current = null;
  }, [people, invitations]);

  const ask = (next: Asking) => {
    setProblem(null);
    setAsking(next);
  };
  const done = (said: string, on: 'on a person' | 'on a link' = 'on a person') => {
    acted.current = on;
    setAsking(null);
    announce(said);
    router.refresh();
  };
  const revoke = async ({ id }: Invitation) => {
    const answer = await revokeInvitation(id);
    if (!answer.ok) return setProblem(answer.problem.detail);
    // Nobody should hand on what opens nothing.
    if (made?.made.id === id) setMade(null);
    done('Taken back.', 'on a link');
  };
  const act = async (what: PersonAct, person: PersonShown) => {
    const words = wordsOf(what, person, person.id === viewerId);
    if (what === 'password') {
      const answer = await makePasswordLink(person.id);
      if (!answer.ok) return setProblem(answer.problem.detail);
      setMade({ title: `The link to a new password for ${person.name} is made`, made: answer.value });
      return done(words.done);
    }
    const answer = await carryOut(what, person.id);
    if (!answer.ok) return setProblem(answer.problem.detail);
    const count = answer.value?.pausedBroadcasts ?? 0;
    setPaused(count > 0 ? { name: person.name, count } : null);
    done(count > 0 ? `${words.done} ${pausedText(person.name, count)}` : words.done);
  };

  return (
    <div className="space-y-8">
      <div className="space-y-4">
        <Button
          ref={opener}
          kind="primary"
          aria-expanded={inviting}
          onClick={() => {
            setMade(null);
            setInviting(!inviting);
          }}
        >
          <UserPlusIcon aria-hidden="true" className="size-4" />
          Invite somebody
        </Button>
        {inviting && (
          <InviteForm
            onMade={({ name, ...link }) => {
              setInviting(false);
              setMade({ title: `The invitation for ${name} is made`, made: link });
              router.refresh();
            }}
            onCancel={() => {
              setInviting(false);
              opener.current?.focus();
            }}
          />
        )}
        {made !== null && (
          <MadeLinkPanel
            key={made.made.id}
            title={made.title}
            link={made.made.link}
            expiresAt={made.made.expiresAt}
            onDone={() => {
              opener.current?.focus();
              setMade(null);
            }}
          />
        )}
      </div>
      <section aria-labelledby="people" className="space-y-4">
        <h2 id="people" className="sr-only">
          Everybody
        </h2>
        {filters}
        {paused !== null && <PausedNote paused={paused} />}
        {people.length === 0 ? (
          nobody
        ) : (
          <PeopleTable
            people={people}
            viewerId={viewerId}
            onManage={(person) => ask({ what: 'manage', person })}
          />
        )}
        {older}
      </section>
      <section aria-labelledby="links" className="space-y-3">
        <h2 id="links" ref={linksHeading} tabIndex={-1} className="text-lg font-semibold tracking-tight">
          Open links
        </h2>
        <OpenLinks invitations={invitations} onRevoke={(invitation) => ask({ what: 'revoke', invitation })} />
        {olderLinks}
      </section>
      {asking !== null && (
        <PeopleQuestion
          asking={asking}
          viewerId={viewerId}
          problem={problem}
          onAsk={ask}
          onAct={act}
          onRevoke={revoke}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}

async function carryOut(
  what: Exclude<PersonAct, 'password'>,
  id: string,
): Promise<Answer<{ pausedBroadcasts: number } | null>> {
  if (what === 'signOut') {
    const answer = await signOutEverywhere(id);
    return answer.ok ? { ok: true, value: null } : answer;
  }
  if (what === 'disable' || what === 'enable') return changePerson(id, { disabled: what === 'disable' });
  return changePerson(id, { role: what });
}
