import { type Bench, withPair } from './bench';
import { Crowd } from './crowd';
import { atMost, median, p99, type Row } from './figures';
import { HttpLine, isOk } from './http-line';
import { signedTriggers } from './signed-requests';

const CLIENTS = 5_000;
const CHANNEL = 'private-everybody';

/** How soon whoever triggers is answered, however many subscribers there are to be told. */
export async function answerTime(bench: Bench): Promise<Row[]> {
  bench.say('answer to a trigger for 5,000');
  const calls = (bench.quick ? 20 : 40) * bench.rounds;
  const alone: number[] = [];
  const behind: number[] = [];
  await withPair(bench, async ({ pusher }) => {
    const crowd = await Crowd.subscribed(pusher.port, CLIENTS, () => CHANNEL);
    const line = await HttpLine.open(pusher.port);
    for (const [place, request] of signedTriggers(WARM_UP + calls, () => CHANNEL).entries()) {
      const delivered = crowd.next(CLIENTS);
      const time = await answered(line, request);
      await delivered;
      if (place >= WARM_UP) alone.push(time);
    }
    // One event is on its way to all of them when the next is triggered.
    for (const request of signedTriggers(calls, () => CHANNEL)) {
      const delivered = crowd.next(2 * CLIENTS);
      const [first] = signedTriggers(1, () => CHANNEL);
      if (first) await answered(line, first);
      behind.push(await answered(line, request));
      await delivered;
    }
    crowd.assertEach(WARM_UP + 3 * calls);
    crowd.end();
    line.end();
  });
  return [
    {
      what: 'a trigger to 5,000 is answered',
      unit: 'ms',
      value: median(alone),
      p99: p99(alone),
      target: atMost(p99(alone), 3, ' ms at p99'),
    },
    {
      what: 'the same while another goes out to them',
      unit: 'ms',
      value: median(behind),
      p99: p99(behind),
    },
  ];
}

const WARM_UP = 10;

async function answered(line: HttpLine, request: Buffer): Promise<number> {
  const startedAt = performance.now();
  const answer = await line.call(request);
  const time = performance.now() - startedAt;
  if (!isOk(answer)) throw new Error(`Refused: ${answer.toString()}`);
  return time;
}
