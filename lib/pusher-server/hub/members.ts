import type { Member } from '../protocol/presence-member';

/**
 * Who is on a presence channel. A user counts once however many connections they have; the first one's
 * info stays. A Map, and JSON written by hand: an id may be `__proto__`, which in an object is no key.
 */
export class Members {
  readonly #byId = new Map<string, { readonly member: Member; connections: number }>();

  /** Users, not connections. */
  get size(): number {
    return this.#byId.size;
  }

  get ids(): readonly string[] {
    return [...this.#byId.keys()];
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** True when the user was not here yet. */
  add(member: Member): boolean {
    const present = this.#byId.get(member.id);
    if (present) {
      present.connections++;
      return false;
    }
    this.#byId.set(member.id, { member, connections: 1 });
    return true;
  }

  /** True when the user's last connection has gone. */
  remove({ id }: Member): boolean {
    const present = this.#byId.get(id);
    if (!present) return false;
    present.connections--;
    return present.connections === 0 && this.#byId.delete(id);
  }

  /** What a new subscriber is told: `{"presence":{"ids","hash","count"}}`. Nobody is without a key in `hash`. */
  toJson(): string {
    const members = [...this.#byId.values()].map(({ member }) => member);
    const ids = members.map(({ idJson }) => idJson).join();
    const hash = members.map(({ id, infoJson }) => `${JSON.stringify(id)}:${infoJson ?? 'null'}`).join();
    return `{"presence":{"ids":[${ids}],"hash":{${hash}},"count":${members.length}}}`;
  }
}
