import { type Audience, belongs, type Person } from '@/lib/inbox/audience';

/** What an inbox is owed of what an audience is sent: it is put in, it is skipped because its person left, or nothing. */
export type Owed = 'deliver' | 'skip' | 'nothing';
/** Of what was sent to an audience by this entry of the log. */
export type Membership = (audience: Audience, entry: number) => Owed;

/** What a person becomes. Without a look at anything else: it is asked more than once. */
export type Change = (person: Person) => Person;
/** What somebody was before a change, and the log's newest entry then. */
export type Earlier = Readonly<{ person: Person; through: number }>;

/**
 * Who belonged when an entry was written is owed it, and is given it if they have belonged ever since: `earlier` in the
 * order of the changes, then what they are now, and what they are about to be.
 */
export function owedOver(earlier: readonly Earlier[], since: readonly Person[]): Membership {
  return (audience, entry) => {
    const passed = earlier.filter(({ through }) => through >= entry).map(({ person }) => person);
    const [then, ...later] = [...passed, ...since];
    if (!then || !belongs(then, audience)) return 'nothing';
    return later.every((person) => belongs(person, audience)) ? 'deliver' : 'skip';
  };
}
