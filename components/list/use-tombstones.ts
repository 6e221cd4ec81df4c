'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Row } from '@/lib/client/inbox';
import type { Filter, RemovedFor } from '@/lib/inbox/notification';
import { useAnnounce } from '../speech/announcer';
import { fallen, goneSpeech, type Tombstone, withTombstones } from './tombstones';

/** Rows that were spoken of: one that stands in the tray and on the page is one. */
const spoken = new WeakSet<Row>();

/**
 * `rows` as they are drawn: one that is recalled or expires before somebody's eyes leaves a line for some seconds. Only
 * on this screen, and only as a drawing: the rows, their numbers and the focus go by what is true.
 */
export function useTombstones({
  rows,
  removed,
  filter,
  region,
}: {
  rows: readonly Row[];
  removed: ReadonlyMap<string, RemovedFor>;
  filter: Filter;
  region: RefObject<HTMLElement | null>;
}) {
  const announce = useAnnounce();
  const [known, setKnown] = useState({ rows, filter, stones: NONE });
  const lostFocus = useRef<string | null>(null);
  // Looked at one by one: a list that stands still may be another array at every drawing.
  if (known.filter !== filter || !isSame(known.rows, rows)) {
    const isSameView = known.filter === filter;
    const kept = isSameView ? known.stones : NONE;
    const fresh = isSameView ? fallen(known.rows, rows, removed) : NONE;
    setKnown({ rows, filter, stones: fresh.length === 0 ? kept : [...kept, ...fresh] });
  }
  const { stones } = known;
  const done = useCallback(
    (id: string) => setKnown((now) => ({ ...now, stones: now.stones.filter(({ row }) => row.id !== id) })),
    [],
  );

  // Measured where it would stand, before it is painted: what nobody had before their eyes goes without a word.
  const inSight = useRef(new WeakMap<Tombstone, boolean>());
  useLayoutEffect(() => {
    for (const stone of stones) {
      if (inSight.current.has(stone)) continue;
      const isSeen = isInSight(region.current, stone.row.id);
      inSight.current.set(stone, isSeen);
      if (!isSeen) done(stone.row.id);
    }
  }, [stones, region, done]);
  useEffect(() => {
    for (const stone of stones) {
      if (spoken.has(stone.row) || !inSight.current.get(stone)) continue;
      spoken.add(stone.row);
      const speech = goneSpeech(stone, lostFocus.current === stone.row.id);
      if (speech !== null) announce(speech);
    }
    lostFocus.current = null;
  }, [stones, announce]);

  return {
    drawn: useMemo(() => withTombstones(rows, stones), [rows, stones]),
    gone: useMemo(() => new Map(stones.map(({ row, reason }) => [row.id, reason])), [stones]),
    done,
    /** The row with this id went while it had the focus. */
    onLeft: useCallback((id: string) => {
      lostFocus.current = id;
    }, []),
  };
}

const NONE: readonly Tombstone[] = [];

function isSame(one: readonly Row[], other: readonly Row[]): boolean {
  return one.length === other.length && one.every((row, at) => row === other[at]);
}

function isInSight(region: HTMLElement | null, id: string): boolean {
  const stone = region?.querySelector(`[data-gone-id="${CSS.escape(id)}"]`);
  if (!stone || document.hidden) return false;
  const { top, bottom, height } = stone.getBoundingClientRect();
  return height > 0 && bottom > 0 && top < innerHeight;
}
