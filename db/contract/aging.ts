import type { Floor } from './replica';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** What time does to what the store keeps, as far as people and their clients can notice it. */
export class Aging {
  private readonly operations = new Map<string, number>();
  private readonly floors = new Map<string, Floor>();
  /** When each removal had been heard of at the latest, by person and number. */
  private readonly removals = new Map<string, Map<number, number>>();

  floor(name: string): Floor {
    const floor = this.floors.get(name) ?? { may: 0, must: 0 };
    this.floors.set(name, floor);
    return floor;
  }

  did(operation: string, now: number): void {
    this.operations.set(operation, now);
  }

  isTooOld(operation: string, now: number): boolean {
    return (this.operations.get(operation) ?? 0) <= now - KEPT_MS;
  }

  heard(name: string, seqs: Iterable<number>, now: number): void {
    const known = this.removals.get(name) ?? new Map<number, number>();
    for (const seq of seqs) if (!known.has(seq)) known.set(seq, now);
    this.removals.set(name, known);
  }

  /** Removals that are too old may be gone now; after a whole purge they are. */
  purged(now: number, { whole }: { whole: boolean }): void {
    for (const [name, known] of this.removals) {
      const old = [...known].filter(([, at]) => at <= now - KEPT_MS).map(([seq]) => seq);
      const floor = this.floor(name);
      floor.may = Math.max(floor.may, ...old);
      if (whole) floor.must = floor.may;
    }
  }
}
