import Link from 'next/link';
import { number } from '../bell-words';

/** How many broadcasts of somebody who may send no more are paused. */
export type Paused = Readonly<{ name: string; count: number }>;

/** Stays on the page until the next act: whoever took the right away has to decide about what waits. */
export function PausedNote({ paused: { name, count } }: { paused: Paused }) {
  return (
    <p dir="auto" className="rounded-lg bg-raised px-3 py-2.5 text-sm wrap-anywhere">
      {pausedText(name, count)}{' '}
      <Link
        href="/admin/broadcasts?state=paused"
        prefetch={false}
        className="font-medium text-accent underline underline-offset-2"
      >
        Show paused broadcasts
      </Link>
    </p>
  );
}

/** "2 waiting broadcasts of Sam are paused." */
export function pausedText(name: string, count: number): string {
  return `${number(count)} waiting ${count === 1 ? 'broadcast' : 'broadcasts'} of ${name} ${count === 1 ? 'is' : 'are'} paused.`;
}
