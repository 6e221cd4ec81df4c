import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createKeptRuns } from './kept-runs';

function open() {
  const made = mkdtempSync(join(tmpdir(), 'belfry-kept-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  const folder = join(made, 'seeds');
  return { folder, kept: createKeptRuns(folder) };
}

test('what failed is run again, with its numbers and no larger than asked', () => {
  const { kept } = open();
  expect(kept.of('kill', { kills: 24 })).toEqual([]);
  kept.keep('kill', { seed: 17, kills: 25, clients: 40 }, ['lost: one']);
  kept.keep('kill', { seed: 4, kills: 3, clients: 12 }, []);
  kept.keep('delivery', { seed: 17, clients: 80 }, []);
  expect(kept.of('kill', { kills: 24, clients: 50 })).toEqual([
    { seed: 17, kills: 24, clients: 40 },
    { seed: 4, kills: 3, clients: 12 },
  ]);
  expect(kept.of('delivery', { clients: 5 })).toEqual([{ seed: 17, clients: 5 }]);
});

test('a kept run that fails again in a smaller size stays as it was', () => {
  const { folder, kept } = open();
  kept.keep('kill', { seed: 17, kills: 25 }, ['lost: one']);
  kept.keep('kill', { seed: 17, kills: 2 }, ['lost: another']);
  const file = JSON.parse(readFileSync(join(folder, 'kill-17.json'), 'utf8'));
  expect(file).toEqual({ seed: 17, kills: 25, wrong: ['lost: one'] });
});

test('a file that says less than is needed is refused by its name, and not passed over', () => {
  const { folder, kept } = open();
  kept.keep('kill', { seed: 17, kills: 25 }, []);
  expect(() => kept.of('kill', { clients: 12 })).toThrow('kill-17.json: clients is not a whole number.');
  for (const text of ['{', 'null', '{"seed": 5, "kills": "many"}', '{"seed": -1, "kills": 1}']) {
    writeFileSync(join(folder, 'kill-5.json'), text);
    expect(() => kept.of('kill', { kills: 1 }), text).toThrow();
  }
});
