import { hostAndPort, type Target } from './target';
import { Visit } from './visit';

/**
 * Whether there is anything to look at: null when somebody answers at this address and knows the application, else
 * one sentence that says what to set right. A wrong port or secret would otherwise be told by every case in turn.
 * What answers, however wrongly, is looked at: only no answer, a refused key and a refused signature end it here.
 */
export async function firstLook(target: Target, timeoutMs: number): Promise<string | null> {
  const visit = new Visit(target, null, timeoutMs);
  try {
    return (await trouble(visit)) ?? (await troubleOverHttp(visit));
  } finally {
    visit.end();
  }
}

async function trouble(visit: Visit): Promise<string | null> {
  const server = hostAndPort(visit.target);
  const client = visit.open(`/app/${visit.target.key}?protocol=7&client=conformance&version=1.0`);
  try {
    await client.next('a greeting');
    return null;
  } catch (error) {
    // A Mismatch, whose `received` says how the line ended; whatever else it is says it by itself.
    const { received = String(error) } = error as { received?: string };
    if (received.includes('4001')) return `${server} knows no application with the key ${visit.target.key}`;
    return `nobody greets at ${server}: ${received}`;
  }
}

async function troubleOverHttp(visit: Visit): Promise<string | null> {
  const server = hostAndPort(visit.target);
  try {
    const { status, text } = await visit.call({ path: '/channels' });
    if (![401, 403, 404].includes(status)) return null;
    const said = text.slice(0, 200).replaceAll(/\s+/g, ' ');
    return `the HTTP API at ${server} answers ${status} (${said}): look at the application's id and its secret`;
  } catch (error) {
    return `the HTTP API at ${server} does not answer: ${String(error)}`;
  }
}
