import { type Audience, type Exclusions, ROLES, type Role } from '@/lib/inbox/audience';
import { UsageError } from './command';

/**
 * `everyone`, `role:member`, `group:berlin,group:paris` or `person:ana@example.org,person:…`, and what is taken out of
 * it again: `role:…`, `group:…` and `person:…`, mixed. Throws `UsageError`; whether the names exist is the server's to say.
 */
export function audienceOf(to: string, except: string | null): Audience {
  const inclusion = included(parts(to, 'to'));
  if (except === null) return inclusion;
  return { ...inclusion, except: excluded(parts(except, 'except')) };
}

type Part = Readonly<{ kind: 'everyone' | 'role' | 'group' | 'person'; name: string }>;

function parts(text: string, option: string): readonly Part[] {
  return text.split(',').map((piece) => {
    const trimmed = piece.trim();
    if (trimmed === 'everyone') return { kind: 'everyone', name: '' };
    const [, kind, name = ''] = /^(role|group|person):(.+)$/.exec(trimmed) ?? [];
    if (kind === 'role' || kind === 'group' || kind === 'person') return { kind, name: name.trim() };
    throw new UsageError(
      `--${option} does not know “${trimmed}”. Write everyone, role:<role>, group:<key> or person:<address>.`,
    );
  });
}

function included(all: readonly Part[]): Audience {
  const kinds = new Set(all.map(({ kind }) => kind));
  const [first] = all;
  if (kinds.size !== 1 || !first) {
    throw new UsageError('--to takes everyone, one role, groups, or people, and no mixture of them.');
  }
  const names = all.map(({ name }) => name);
  switch (first.kind) {
    case 'everyone':
      return { kind: 'everyone' };
    case 'role':
      if (all.length > 1)
        throw new UsageError('--to takes one role. Take others out of everyone with --except.');
      return { kind: 'role', role: roleOf(first.name) };
    case 'group':
      return { kind: 'groups', groups: names };
    case 'person':
      return { kind: 'people', people: names };
  }
}

function excluded(all: readonly Part[]): Exclusions {
  if (all.some(({ kind }) => kind === 'everyone'))
    throw new UsageError('--except everyone would leave nobody.');
  const named = (kind: Part['kind']) => all.filter((part) => part.kind === kind).map(({ name }) => name);
  const [roles, groups, people] = [named('role').map(roleOf), named('group'), named('person')];
  return {
    ...(roles.length > 0 && { roles }),
    ...(groups.length > 0 && { groups }),
    ...(people.length > 0 && { people }),
  };
}

function roleOf(name: string): Role {
  const role = ROLES.find((known) => known === name);
  if (role) return role;
  throw new UsageError(`There is no role “${name}”. It is one of ${ROLES.join(', ')}.`);
}
