/**
 * Settles when a service's answer means that it took the event. Rejects when the body says `error`: soketi
 * answers 200 to everything. What cannot be read as JSON is taken as the acceptance its status says.
 */
export async function readAcceptance(answer: Answer): Promise<void> {
  let text = '';
  // Leaving the loop early ends the stream, so no answer can fill the memory.
  for await (const part of answer.body) {
    text += String(part);
    if (text.length > MAX_ANSWER_CHARACTERS) return;
  }
  const said = parse(text);
  if (typeof said === 'object' && said !== null && 'error' in said) {
    throw new Error(`it answered "${String(said.error).slice(0, 200)}"`);
  }
}

/** As much of the library's response as is used. */
export type Answer = { readonly body: AsyncIterable<unknown> };

/** An acceptance is `{}`; a refusal is a sentence. */
const MAX_ANSWER_CHARACTERS = 16_384;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page or nothing at all: the status has already said what counts.
    return null;
  }
}
