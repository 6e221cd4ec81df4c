'use client';

import type { RefObject } from 'react';
import type { Broadcast, BroadcastState } from '@/lib/inbox/broadcast';
import { StateMark } from '../broadcasts/state-mark';
import { useClock } from '../time/clock';
import { RelativeTime } from '../time/relative-time';
import { wholeTime } from '../time/time-words';
import { latenessText } from './progress-words';

/** What a broadcast is called, how it stands, whom it is for, and its times. */
export function BroadcastHeader({
  broadcast,
  state,
  audience,
  heading,
  recalledBy,
}: {
  broadcast: Broadcast;
  state: BroadcastState;
  /** Whom it is for, in words. */
  audience: string;
  heading: RefObject<HTMLHeadingElement | null>;
  /** Whose deed the recall was; null when it is not known, or there was none. */
  recalledBy: string | null;
}) {
  const { title, frozen, stoppedAt } = broadcast;
  return (
    <div className="min-w-0 flex-1 basis-72">
      <h1
        ref={heading}
        tabIndex={-1}
        dir="auto"
        className="text-xl font-semibold tracking-tight wrap-anywhere"
      >
        {title}
      </h1>
      <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <StateMark state={state} />
        {stoppedAt !== null && state === 'sent' && <span>Delivery stopped</span>}
        <span>
          To <bdi>{audience}</bdi>
          {frozen && ', as counted when it was confirmed'}
        </span>
        <By broadcast={broadcast} />
      </p>
      <Times broadcast={broadcast} recalledBy={recalledBy} />
    </div>
  );
}

function By({ broadcast: { createdBy, sentBy } }: { broadcast: Broadcast }) {
  if (sentBy === null || sentBy.id === createdBy.id) {
    return (
      <span>
        by <bdi>{createdBy.name}</bdi>
      </span>
    );
  }
  return (
    <span>
      written by <bdi>{createdBy.name}</bdi>, sent by <bdi>{sentBy.name}</bdi>
    </span>
  );
}

/** When what happened; one line each, in the order in which it did. */
function Times({ broadcast, recalledBy }: { broadcast: Broadcast; recalledBy: string | null }) {
  const { sentAt, scheduledFor, timeZone, editedAt, updatedBy, stoppedAt, recalledAt, expiredAt, expiresAt } =
    broadcast;
  const clock = useClock();
  const late = latenessText(scheduledFor, sentAt);
  const zoned = timeZone === null ? clock : { ...clock, timeZone };
  const elsewhere = timeZone !== null && timeZone !== clock.timeZone;
  return (
    <ul className="mt-1.5 space-y-0.5 text-sm text-muted">
      {scheduledFor !== null && timeZone !== null && (
        <li>
          Scheduled for <time dateTime={scheduledFor}>{wholeTime(scheduledFor, zoned)}</time>, {timeZone}
          {elsewhere && ` (${wholeTime(scheduledFor, clock)} where you are)`}
        </li>
      )}
      {sentAt !== null && (
        <li>
          Sent <RelativeTime iso={sentAt} long />, <time dateTime={sentAt}>{wholeTime(sentAt, clock)}</time>
          {late !== null && <span className="font-medium text-warning"> · {late}</span>}
        </li>
      )}
      {editedAt !== null && (
        <li>
          Edited <RelativeTime iso={editedAt} long />
          <ByWhom name={updatedBy?.name ?? null} />
        </li>
      )}
      {stoppedAt !== null && <Happened what="Delivery stopped" at={stoppedAt} />}
      {recalledAt !== null && <Happened what="Recalled" at={recalledAt} by={recalledBy} />}
      {expiredAt !== null && <Happened what="Expired" at={expiredAt} />}
      {expiredAt === null && recalledAt === null && expiresAt !== null && (
        <li>
          Leaves every inbox on <time dateTime={expiresAt}>{wholeTime(expiresAt, clock)}</time>
        </li>
      )}
    </ul>
  );
}

function Happened({ what, at, by = null }: { what: string; at: string; by?: string | null }) {
  return (
    <li>
      {what} <RelativeTime iso={at} long />
      <ByWhom name={by} />
    </li>
  );
}

function ByWhom({ name }: { name: string | null }) {
  if (name === null) return null;
  return (
    <>
      {' '}
      by <bdi>{name}</bdi>
    </>
  );
}
