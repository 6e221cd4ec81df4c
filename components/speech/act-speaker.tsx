'use client';

import { useEffect, useRef } from 'react';
import { useInbox } from '@/lib/client/inbox-provider';
import { doneText, refusedText } from '../list/done-words';
import { useAnnounce } from './announcer';

/** Confirms the person's own acts by ear, and says which were refused. One for the page. */
export function ActSpeaker() {
  const { undoable, problem, views } = useInbox();
  const announce = useAnnounce();
  const last = undoable.at(-1);
  const spoken = useRef(new Set(undoable.map((act) => act.operation)));
  const refused = Object.values(views)
    .flatMap((view) => view.rows)
    .find((row) => row.failed !== null);
  const refusal = refused?.failed ? `${refusedText(refused.failed)} ${refused.title}` : null;

  useEffect(() => {
    if (last === undefined || spoken.current.has(last.operation)) return;
    spoken.current.add(last.operation);
    if (last.did === 'read' || last.did === 'unread') return;
    announce(`${doneText(last)} Press Z to undo.`);
  }, [last, announce]);
  useEffect(() => {
    if (refusal !== null) announce(refusal, 'assertive');
  }, [refusal, announce]);
  useEffect(() => {
    if (problem !== null) announce(problem, 'assertive');
  }, [problem, announce]);

  return null;
}
