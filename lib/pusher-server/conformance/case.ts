import type { Feature } from './features';
import type { Visit } from './visit';

/** One thing a server of this protocol must do, seen from outside. */
export type Case = {
  /** `subject/slug`: stable, so that reports of different days can be compared. */
  readonly id: string;
  readonly subject: string;
  /** What must hold, as a sentence. */
  readonly title: string;
  /** What the server must have for it. */
  readonly needs: readonly Feature[];
  /** Resolves when it holds. @throws Mismatch when it does not. */
  readonly run: (server: Visit) => Promise<void>;
};

/** A case as it is written down: its subject is said once for the file. */
export type CaseInput = {
  readonly slug: string;
  readonly title: string;
  readonly needs?: readonly Feature[];
  readonly run: (server: Visit) => Promise<void>;
};

/** The cases of one subject, each needing what all of them need and what it needs itself. */
export function casesOf(
  subject: string,
  cases: readonly CaseInput[],
  needs: readonly Feature[] = [],
): readonly Case[] {
  return cases.map(({ slug, title, run, needs: own = [] }) => ({
    id: `${subject}/${slug}`,
    subject,
    title,
    needs: [...needs, ...own],
    run,
  }));
}
