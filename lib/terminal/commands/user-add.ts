import * as z from 'zod';
import type { Store } from '@/db/store';
import { ROLES } from '@/lib/inbox/audience';
import { INVITATION_LASTS_MS } from '@/lib/inbox/invitation';
import { invitationInput } from '@/lib/server/people/invite-person';
import { linkOf, makeLinkSecret } from '@/lib/server/people/one-time-link';
import {
  type Command,
  EXIT,
  Failure,
  neededText,
  type Terminal,
  textOf,
  UsageError,
  type Values,
} from '../command';
import { offlineActor } from '../offline-actor';
import { withStore } from '../with-store';

const madeSchema = z.object({ id: z.string(), link: z.string(), expiresAt: z.string() });
type Made = z.infer<typeof madeSchema>;
type Person = Readonly<{ email: string; name: string; role: string | null }>;

/** Invites a person by a one-time link, which is the result: through the server, or while none runs in the database itself. */
export const userAdd: Command = {
  name: 'user add',
  summary: 'Invite a person by a one-time link',
  takes: [],
  help: `
  --email <address>   needed
  --name <text>       needed
  --role <role>       ${ROLES.join(', ')}; member unless given, admin for the very first person
  --origin <url>      how people reach this server, for the link; NEXTAUTH_URL unless given
  `,
  options: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    origin: { type: 'string' },
  },
  async run(terminal, { values }) {
    const person = {
      email: neededText(values, 'email'),
      name: neededText(values, 'name'),
      role: textOf(values, 'role'),
    };
    const origin = originOf(values);
    const made = await (terminal.isServing() ? atServer(terminal, person) : inDatabase(terminal, person));
    const link = moved(made.link, origin ?? asPeopleSay(made.link));
    const { screen } = terminal;
    if (values.json === true) screen.out(`${JSON.stringify({ ...made, link }, null, 2)}\n`);
    else {
      screen.err(`Hand this on; it works once, until ${made.expiresAt}, and is not shown again.\n`);
      screen.out(`${link}\n`);
    }
    return EXIT.ok;
  },
};

async function atServer(terminal: Terminal, { email, name, role }: Person): Promise<Made> {
  const operator = await terminal.operator();
  const body = { email, name, ...(role !== null && { role }) };
  return operator.askOnce('/api/invitations', { method: 'POST', body, schema: madeSchema });
}

/** Also before the first start: whoever holds the data folder makes the first administrator. */
function inDatabase(terminal: Terminal, person: Person): Promise<Made> {
  return withStore(
    terminal,
    async (store) => {
      const role = await roleOf(store, person.role);
      const parsed = invitationInput.safeParse({ email: person.email, name: person.name, role });
      if (!parsed.success) {
        throw new Failure(
          parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
        );
      }
      const { id, token, hash } = makeLinkSecret();
      const now = Date.now();
      const expiresAt = now + INVITATION_LASTS_MS.invitation;
      const by = offlineActor();
      await store.invite({ ...parsed.data, id, hash, createdBy: null, expiresAt, by, now });
      return { id, link: linkOf(usualOrigin(terminal), token), expiresAt: new Date(expiresAt).toISOString() };
    },
    { mayCreate: true },
  );
}

async function roleOf(store: Store, role: string | null): Promise<string> {
  if (await store.hasUsers()) return role ?? 'member';
  if (role === null || role === 'admin') return 'admin';
  throw new Failure('Nobody is here yet: the first person has to be an administrator.');
}

function usualOrigin({ environment }: Terminal): string {
  const { NEXTAUTH_URL: address, PORT: port = '3000' } = environment;
  return address !== undefined && URL.canParse(address)
    ? new URL(address).origin
    : `http://localhost:${port}`;
}

function originOf(values: Values): string | null {
  const text = textOf(values, 'origin');
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new UsageError('--origin takes an address such as https://notices.example.org.');
}

/** Asked over the computer's own address, the server makes a link of that; a browser beside it keeps its session under the name. */
function asPeopleSay(link: string): string {
  const url = new URL(link);
  if (url.hostname === '127.0.0.1' || url.hostname === '[::1]') url.hostname = 'localhost';
  return url.origin;
}

function moved(link: string, origin: string): string {
  const { pathname, search } = new URL(link);
  return `${origin}${pathname}${search}`;
}
