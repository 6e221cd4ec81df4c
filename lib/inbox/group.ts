/** A named set of people, each with a date since when. */
export type Group = Readonly<{
  id: string;
  /** What programs and the terminal call it. */
  key: string;
  name: string;
  /** Members who are not disabled: as many as a broadcast to it would reach. */
  people: number;
  createdAt: string;
}>;

export type GroupMember = Readonly<{
  id: string;
  name: string;
  email: string;
  /** Since when, in ISO 8601. */
  since: string;
  /** Stays a member and is given nothing. */
  disabled: boolean;
}>;

export const GROUP_NAME_MAX = 80;
export const GROUP_KEY_MAX = 40;

/** Lower-case letters, digits and hyphens, none of them at an end. */
const KEY = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Groups are named by id or key: what looks like an id must not be a key. */
const LIKE_AN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isGroupKey(text: string): boolean {
  return text.length <= GROUP_KEY_MAX && KEY.test(text) && !LIKE_AN_ID.test(text);
}

/** A key made of a name: "Büro Köln" is `buro-koln`. Empty when nothing of the name can stand in a key. */
export function groupKeyOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const cut = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, GROUP_KEY_MAX);
  const key = cut.replace(/-$/, '');
  return isGroupKey(key) ? key : '';
}
