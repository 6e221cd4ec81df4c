import { expect } from 'vitest';
import type { Store } from '../store';
import type { Model } from './model';

/** What a broadcast's figures say of seeing and reading is what its people did. */
export async function compareMarks(store: Store, model: Model, key: string): Promise<void> {
  const figures = await store.figures(key);
  expect(figures).toMatchObject(model.figures(key) ?? {});
  // A tombstone keeps what was seen; the model does not.
  if (model.sent.get(key)?.over) return;
  const rows = [...model.people.values()].flatMap(({ rows }) => rows.filter((row) => row.key === key));
  expect(figures?.seen).toBe(rows.filter((row) => row.seen !== null).length);
  expect(figures?.read).toBe(rows.filter((row) => row.read !== null).length);
  // Undoing a reading leaves that it was clicked.
  expect(figures?.clicked).toBe(rows.filter((row) => model.clicked.has(row)).length);
}
