import { afterEach, expect, test } from 'vitest';
import { toRequest } from '../testing/call';
import { type House, openHouse } from '../testing/test-house';
import { answerMetrics } from './answer-metrics';

const TOKEN = 'a-token-of-the-tests';
let house: House;
afterEach(() => house.close());

async function ask(headers: Record<string, string> = {}) {
  const answer = await answerMetrics(toRequest({ path: '/api/metrics', headers }));
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

test('without a token in the settings there is nothing, whatever is sent', async () => {
  house = await openHouse();
  for (const authorization of ['Bearer ', 'Bearer null', `Bearer ${TOKEN}`, 'Bearer undefined']) {
    expect((await ask({ authorization })).status, authorization).toBe(404);
  }
  expect((await ask()).status).toBe(404);
});

test('the token reads the metrics, as text of the version that scrapers know', async () => {
  house = await openHouse({ metricsToken: TOKEN });
  for (const authorization of [`Bearer ${TOKEN}`, `bearer ${TOKEN}`]) {
    const { status, headers, text } = await ask({ authorization });
    expect([status, text]).toEqual([200, 'belfry_tests 1\n']);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

test('anything else is refused and told which credential is wanted', async () => {
  house = await openHouse({ metricsToken: TOKEN });
  const wrong = [
    '',
    'Bearer',
    TOKEN,
    `Basic ${TOKEN}`,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(0, -1)}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Bearer ${'x'.repeat(201)}`,
  ];
  for (const authorization of wrong) {
    const { status, headers, text } = await ask({ authorization });
    expect(status, authorization).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(text).not.toContain('belfry_tests');
  }
});

test('an administrator without the token reads nothing, and the token makes nobody an administrator', async () => {
  house = await openHouse({ metricsToken: TOKEN });
  const cookie = await house.signedIn(await house.addPerson('Admin', 'admin'));
  expect((await ask({ cookie })).status).toBe(401);
  expect((await ask({ cookie, authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  const { GET } = await import('@/app/api/keys/route');
  const request = toRequest({ path: '/api/keys', key: TOKEN });
  expect((await GET(request, { params: Promise.resolve({}) })).status).toBe(401);
});

test('the token is not logged', async () => {
  house = await openHouse({ metricsToken: TOKEN });
  await ask({ authorization: `Bearer ${TOKEN}` });
  await ask({ authorization: `Bearer ${TOKEN}-and-more` });
  expect(house.log).toHaveLength(2);
  expect(house.log.join('')).not.toContain(TOKEN);
});
