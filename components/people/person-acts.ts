import type { PersonShown } from '@/lib/client/people';
import type { Role } from '@/lib/inbox/audience';

/** What an administrator can do with a person. */
export type PersonAct = Role | 'signOut' | 'password' | 'disable' | 'enable';

type Subject = Pick<PersonShown, 'name' | 'role' | 'disabledAt' | 'sessions'>;

/** What can be done with this person now, in the order in which it is offered. */
export function actsFor({ role, disabledAt, sessions }: Subject): readonly PersonAct[] {
  const roles = (['member', 'sender', 'admin'] as const).filter((other) => other !== role);
  if (disabledAt !== null) return [...roles, 'enable'];
  return [...roles, ...(sessions > 0 ? (['signOut'] as const) : []), 'password', 'disable'];
}

export type ActWords = Readonly<{
  /** On the button that offers it. */
  offer: string;
  question: string;
  /** What comes of it. */
  text: string;
  confirm: string;
  kind: 'primary' | 'danger';
  /** Said when it is done. */
  done: string;
}>;

/** What each act is called, and what is asked before it. `isSelf`: the administrator does it to themselves. */
export function wordsOf(act: PersonAct, person: Subject, isSelf: boolean): ActWords {
  const { name } = person;
  switch (act) {
    case 'signOut': {
      const places = person.sessions === 1 ? '1 place' : `${person.sessions} places`;
      return {
        offer: 'Sign out everywhere',
        question: `Sign ${name} out everywhere?`,
        text: isSelf
          ? `You are signed in in ${places}, this one included. Every window closes at once.`
          : `They are signed in in ${places}. Every window closes at once; they can sign in again.`,
        confirm: `Sign out of ${places}`,
        kind: 'danger',
        done: `${name} is signed out everywhere.`,
      };
    }
    case 'password':
      return {
        offer: 'Link to a new password',
        question: `Make a link to a new password for ${name}?`,
        text: 'The link works once, for a day. Using it signs them out everywhere. A link made before stops working.',
        confirm: 'Make link',
        kind: 'primary',
        done: 'The link is made.',
      };
    case 'disable':
      return {
        offer: 'Disable',
        question: `Disable ${name}?`,
        text:
          (isSelf
            ? 'You are signed out everywhere and cannot sign in again until another administrator enables you.'
            : 'They are signed out everywhere, cannot sign in, and get nothing that is sent from now on.') +
          waitingText(person) +
          linksText(person),
        confirm: 'Disable',
        kind: 'danger',
        done: `${name} is disabled.`,
      };
    case 'enable':
      return {
        offer: 'Enable',
        question: `Enable ${name}?`,
        text: 'They can sign in again, and get what is sent from now on.',
        confirm: 'Enable',
        kind: 'primary',
        done: `${name} is enabled.`,
      };
    default:
      return roleWords(act, person, isSelf);
  }
}

function roleWords(to: Role, { name, role }: Subject, isSelf: boolean): ActWords {
  const called = { member: 'a member', sender: 'a sender', admin: 'an administrator' }[to];
  const loses = to === 'member' || role === 'admin';
  return {
    offer: `Make ${called}`,
    question: `Make ${name} ${called}?`,
    text: `${MAY[to]}${isSelf ? ' You cannot undo this yourself.' : ''} It counts at once.${to === 'member' ? waitingText({ role }) : ''}${linksText({ role })}`,
    confirm: `Make ${called}`,
    kind: loses ? 'danger' : 'primary',
    done: `${name} is ${called} now.`,
  };
}

/** Whoever may send no more has nothing waiting. */
function waitingText({ role }: Pick<Subject, 'role'>): string {
  return role === 'member' ? '' : ' Broadcasts of theirs that wait to go out are paused.';
}

/** Whoever administers no more has taken back the links they made. */
function linksText({ role }: Pick<Subject, 'role'>): string {
  return role === 'admin' ? ' Links they made that nobody has used stop working.' : '';
}

const MAY: Readonly<Record<Role, string>> = {
  member: 'Members get notifications and can send none.',
  sender: 'Senders can send broadcasts to everybody.',
  admin: 'Administrators can do everything here, also with people.',
};
