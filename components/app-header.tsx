import Link from 'next/link';
import type { Role } from '@/lib/inbox/audience';
import { MainNav } from './main-nav';
import { Mark } from './mark';
import { PersonMenu } from './person-menu';
import { ActSpeaker } from './speech/act-speaker';
import { ArrivalSpeaker } from './speech/arrival-speaker';
import { Tray } from './tray';

/** The top of every signed-in page. On a phone the places take a line of their own. */
export function AppHeader({ person }: { person: { name: string; email: string; role: Role } }) {
  return (
    <>
      <a
        href="#main"
        data-under-sheet=""
        className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-40 focus:rounded-lg focus:bg-bg focus:px-4 focus:py-2.5 focus:font-semibold focus:text-accent focus:shadow-float"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-30 short:static border-b border-line bg-bg">
        <div className="flex flex-wrap items-center gap-x-4 ps-4 pe-2 sm:h-14 sm:flex-nowrap sm:ps-5 sm:pe-3">
          <Link
            href="/inbox"
            prefetch={false}
            data-under-sheet=""
            className="inline-flex min-h-11 items-center gap-2 rounded-md pe-1 font-semibold tracking-tight max-sm:-outline-offset-2"
          >
            <Mark className="size-6 text-accent" />
            Belfry
          </Link>
          <div
            data-under-sheet=""
            data-single={person.role === 'member'}
            className="max-sm:order-last max-sm:-ms-4 max-sm:-me-2 max-sm:w-screen max-sm:border-t max-sm:border-line max-sm:py-1 max-sm:data-[single=true]:hidden sm:min-w-0 sm:flex-1"
          >
            <MainNav role={person.role} />
          </div>
          <div className="ms-auto flex items-center gap-1">
            <Tray />
            <PersonMenu person={person} />
          </div>
        </div>
      </header>
      <ActSpeaker />
      <ArrivalSpeaker />
    </>
  );
}
