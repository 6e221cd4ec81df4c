import { expect, test } from 'vitest';
import { aRow } from '../testing/rows';
import { createRefusalSpeech } from './refusal-speech';

const refused = (id: string) => aRow({ id, title: `Title of ${id}`, failed: 'archive' });

test('each refusal is said once, in whichever views its row stands', () => {
  const speech = createRefusalSpeech();
  expect(speech([aRow({ id: 'a' })])).toBeNull();
  expect(speech([refused('a'), refused('a')])).toBe("Couldn't archive. Title of a");
  expect(speech([refused('a')])).toBeNull();
});

test('a refusal is said by its own title while another one stands above it', () => {
  const speech = createRefusalSpeech();
  speech([refused('a')]);
  expect(speech([refused('a'), refused('b')])).toBe("Couldn't archive. Title of b");
  // Tried again: nothing is said of the other one.
  expect(speech([aRow({ id: 'a' }), refused('b')])).toBeNull();
  expect(speech([refused('a'), refused('b')])).toBe("Couldn't archive. Title of a");
});

test('many at once are a number', () => {
  expect(createRefusalSpeech()([refused('a'), refused('b'), refused('c')])).toBe('3 changes were refused.');
});
