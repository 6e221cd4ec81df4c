import {
  AUDIENCE_GROUPS_MAX,
  AUDIENCE_PEOPLE_MAX,
  type Audience,
  type Exclusions,
  type Role,
} from '@/lib/inbox/audience';

export type Kind = Audience['kind'];

/** What was chosen for each kind, so that looking at another one loses nothing. */
export type Choice = Readonly<{
  kind: Kind;
  role: Role;
  groups: readonly string[];
  people: readonly string[];
  except: Readonly<Required<Exclusions>>;
}>;

export function choiceOf(audience: Audience): Choice {
  const { roles = [], groups = [], people = [] } = audience.except ?? {};
  return {
    kind: audience.kind,
    role: audience.kind === 'role' ? audience.role : 'member',
    groups: audience.kind === 'groups' ? audience.groups : [],
    people: audience.kind === 'people' ? audience.people : [],
    except: { roles, groups, people },
  };
}

/** The audience that was chosen; what excludes nobody is left out, so that equal ones look equal. */
export function audienceOf(choice: Choice): Audience {
  const { kind, role, groups, people } = choice;
  const filled = Object.entries(choice.except).filter(([, names]) => names.length > 0);
  const rest = filled.length === 0 ? {} : { except: Object.fromEntries(filled) };
  if (kind === 'role') return { kind, role, ...rest };
  if (kind === 'groups') return { kind, groups, ...rest };
  if (kind === 'people') return { kind, people, ...rest };
  return { kind, ...rest };
}

/** What is missing before anybody can be counted; null when nothing is. */
export function missing({ kind, groups, people }: Choice): string | null {
  if (kind === 'groups' && groups.length === 0) return 'Choose at least one group.';
  if (kind === 'people' && people.length === 0) return 'Name at least one person.';
  return null;
}

export const MOST = { groups: AUDIENCE_GROUPS_MAX, people: AUDIENCE_PEOPLE_MAX } as const;

/** The ids with these added at the end, each once, as many as may be. */
export function withAdded(ids: readonly string[], added: readonly string[], most: number): string[] {
  return [...new Set([...ids, ...added])].slice(0, most);
}

/**
 * The addresses in what was pasted: out of a column, a list with commas or semicolons, or "Ana <ana@example.org>, …".
 * Each once, in their order; what is no address is kept, so that it can be shown as a bad one.
 */
export function addressesIn(text: string): string[] {
  const pieces = text.split(/[\n\r,;\t]+/).flatMap((piece) => {
    const bracketed = /<([^<>]*)>/.exec(piece)?.[1];
    // Without a name in front, several on one line are parted by spaces.
    return bracketed === undefined ? piece.split(/\s+/) : [bracketed];
  });
  const cleaned = pieces.map((piece) => piece.trim().replaceAll(/^["'<]+|["'>]+$/g, ''));
  return [...new Set(cleaned.filter((piece) => piece !== '').map((piece) => piece.toLowerCase()))];
}
