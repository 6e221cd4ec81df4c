import { expect, onTestFinished, test, vi } from 'vitest';
import { openControlPort } from './control';
import { withProxy } from './testing/echo';

async function withControl() {
  const line = await withProxy();
  const control = await openControlPort(line.proxy);
  onTestFinished(() => control.close());
  const ask = async (method: string, path: string, body?: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${control.port}${path}`, { method, body, headers });
    return { status: answer.status, body: await answer.json() };
  };
  return { ...line, ask };
}

test('the control port tells the state, takes a fault and drops connections', async () => {
  const { ask, client, arrived } = await withControl();
  const { socket, ended } = await client();
  socket.write('here');
  await vi.waitFor(() => expect(arrived).toHaveLength(1));
  const put = await ask('PUT', '/mode', '{"mode":"delay","ms":5,"direction":"up"}');
  expect(put).toMatchObject({
    status: 200,
    body: { seed: 7, open: 1, faults: { up: { mode: 'delay', ms: 5, jitterMs: 0 }, down: { mode: 'pass' } } },
  });
  expect(await ask('GET', '/state')).toMatchObject({ status: 200, body: { counts: { accepted: 1 } } });
  expect(await ask('DELETE', '/connections')).toEqual({ status: 200, body: { reset: 1 } });
  await vi.waitFor(() => expect(ended()).toBe('broken'));
  expect((await ask('PUT', '/mode', '{"mode":"refuse"}')).body.connections).toBe('refuse');
});

test.each([
  ['{"mode":"slow"}', /one of pass, delay, drip, black-hole, cut, reset, refuse/],
  ['{"mode":"toString"}', /one of/],
  ['{"mode":"delay"}', /"ms" is a whole number/],
  ['{"mode":"delay","ms":-1}', /"ms" is a whole number from 0/],
  ['{"mode":"delay","ms":5,"milliseconds":5}', /"milliseconds" means nothing/],
  ['{"mode":"drip","bytes":0,"everyMs":1}', /"bytes" is a whole number from 1/],
  ['{"mode":"reset","direction":"up"}', /no direction/],
  ['{"mode":"pass","direction":"sideways"}', /"direction" is/],
  ['[]', /is an object/],
  ['{', /JSON/],
  [`{"mode":"${'x'.repeat(5_000)}"}`, /at most 4096 bytes/],
])('a fault that is none is refused with a sentence: %.40s', async (body, sentence) => {
  const { ask, proxy } = await withControl();
  const answer = await ask('PUT', '/mode', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error).toMatch(sentence);
  expect(proxy.state()).toMatchObject({ faults: { up: { mode: 'pass' } }, connections: 'pass' });
});

test('other paths are told what there is, and a page may not steer', async () => {
  const { ask, proxy } = await withControl();
  expect(await ask('GET', '/nowhere')).toMatchObject({
    status: 404,
    body: { error: expect.stringMatching(/GET \/state/) },
  });
  const page = await ask('PUT', '/mode', '{"mode":"reset"}', { origin: 'http://localhost:3000' });
  expect([page.status, proxy.state().connections]).toEqual([403, 'pass']);
});
