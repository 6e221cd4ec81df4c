'use client';

import { useEffect, useRef, useState } from 'react';
import { useInbox } from '@/lib/client/inbox-provider';
import { doneText } from '../list/done-words';
import { useAnnounce } from './announcer';
import { createRefusalSpeech } from './refusal-speech';

/** Confirms the person's own acts by ear once the server agrees or cannot be reached, and says which were refused. One for the page. */
export function ActSpeaker() {
  const { undoable, undone, problem, views } = useInbox();
  const announce = useAnnounce();
  const spoken = useRef(new Set(undoable.map((act) => act.operation)));
  const undoneBefore = useRef(undone);
  const [refusalOf] = useState(createRefusalSpeech);

  useEffect(() => {
    if (undone > undoneBefore.current) announce('Undone.');
    undoneBefore.current = undone;
  }, [undone, announce]);
  useEffect(() => {
    const last = undoable.at(-1);
    if (last === undefined || spoken.current.has(last.operation)) return;
    spoken.current.add(last.operation);
    // Another tab has said it, or an earlier page.
    if (!last.here) return;
    // What reads or unreads one row is undone where it was done.
    const small = last.did === 'read' || last.did === 'unread';
    const waits = last.waiting ? ' Waiting to be sent.' : '';
    // Its title was read out when focus came to it.
    announce(`${doneText({ ...last, title: null })}${waits}${small ? '' : ' Press Z to undo.'}`);
  }, [undoable, announce]);
  useEffect(() => {
    const refusal = refusalOf(Object.values(views).flatMap((view) => view.rows));
    if (refusal !== null) announce(refusal, 'assertive');
  }, [views, refusalOf, announce]);
  useEffect(() => {
    if (problem !== null) announce(problem, 'assertive');
  }, [problem, announce]);

  return null;
}
