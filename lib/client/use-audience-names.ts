'use client';

import { useEffect, useRef, useState } from 'react';
import { AUDIENCE_GROUPS_MAX, AUDIENCE_PEOPLE_MAX } from '@/lib/inbox/audience';
import { type AudienceNames, nameAudience } from './sending';

type Names = Readonly<{
  groups: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
  /** What groups that are none any more were called. */
  deleted: ReadonlyMap<string, string>;
}>;

/** What these groups and people are called, by their ids; asked for once each. `learn` adds what was found another way. */
export function useAudienceNames(
  groups: readonly string[],
  people: readonly string[],
): Names & { learn: (names: Partial<AudienceNames>) => void } {
  const [names, setNames] = useState<Names>({ groups: new Map(), people: new Map(), deleted: new Map() });
  // Also of those that are not found: each is asked about once.
  const asked = useRef(new Set<string>());

  const learn = (found: Partial<AudienceNames>) => {
    for (const { id } of [...(found.groups ?? []), ...(found.people ?? [])]) asked.current.add(id);
    setNames((before) => ({
      groups: new Map([...before.groups, ...(found.groups ?? []).map(({ id, name }) => [id, name] as const)]),
      deleted: new Map([
        ...before.deleted,
        ...(found.deleted ?? []).map(({ called, name }) => [called, name] as const),
      ]),
      people: new Map([...before.people, ...(found.people ?? []).map((one) => [one.id, one.name] as const)]),
    }));
  };

  useEffect(() => {
    // The rest comes when these have been learned.
    const unknown = (ids: readonly string[], most: number) =>
      ids.filter((id) => !asked.current.has(id)).slice(0, most);
    const wanted = {
      groups: unknown(groups, AUDIENCE_GROUPS_MAX),
      people: unknown(people, AUDIENCE_PEOPLE_MAX),
    };
    if (wanted.groups.length + wanted.people.length === 0) return;
    for (const id of [...wanted.groups, ...wanted.people]) asked.current.add(id);
    void nameAudience(wanted).then((answer) => {
      if (answer.ok) learn(answer.value);
    });
  });

  return { ...names, learn };
}
