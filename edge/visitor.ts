import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface Seen {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Without the manners of `fetch`: any method, any header, the path as it stands. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body, agent }: { method?: string; headers?: OutgoingHttpHeaders; body?: string; agent?: Agent } = {},
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent }, async (response) => {
      let text = '';
      response.setEncoding('utf8');
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** Many people, each asking again and again until the time is over. */
export async function crowd(port: number, path: string, people: number, untilMs: number): Promise<Seen[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: people });
  const end = performance.now() + untilMs;
  const seen: Seen[] = [];
  const person = async () => {
    do {
      seen.push(await ask(port, path, { agent }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    } while (performance.now() < end);
  };
  await Promise.all(Array.from({ length: people }, person));
  agent.destroy();
  return seen;
}
