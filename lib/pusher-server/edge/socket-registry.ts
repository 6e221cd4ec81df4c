/** The open sockets, counted as a whole and by address, until each is really gone. */
export class SocketRegistry<Socket> {
  readonly #addressOf = new Map<Socket, string>();
  readonly #countByAddress = new Map<string, number>();
  #whenEmpty: (() => void)[] = [];

  get size(): number {
    return this.#addressOf.size;
  }

  get sockets(): readonly Socket[] {
    return [...this.#addressOf.keys()];
  }

  countFrom(address: string): number {
    return this.#countByAddress.get(address) ?? 0;
  }

  add(socket: Socket, address: string): void {
    this.#addressOf.set(socket, address);
    this.#countByAddress.set(address, this.countFrom(address) + 1);
  }

  remove(socket: Socket): void {
    const address = this.#addressOf.get(socket);
    if (address === undefined) return;
    this.#addressOf.delete(socket);
    const left = this.countFrom(address) - 1;
    if (left > 0) this.#countByAddress.set(address, left);
    else this.#countByAddress.delete(address);
    if (this.size === 0) this.#announce();
  }

  /** Resolves when no socket is left, at once if there is none. */
  whenEmpty(): Promise<void> {
    if (this.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  #announce(): void {
    const waiting = this.#whenEmpty;
    this.#whenEmpty = [];
    for (const resolve of waiting) resolve();
  }
}
