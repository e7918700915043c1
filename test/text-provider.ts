import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** A call of the provider's interface. */
export type Step = 'create' | 'add' | 'send' | 'read' | 'list' | 'remove';
/** The last three are done: then the connection breaks, no answer ever comes, or the answer is 503 as if it were not done. */
export type Mishap = 'fails' | 'limited' | 'lost' | 'silent' | 'busy';

const message = z.object({
  to: z.string(),
  from: z.string(),
  text: z.string(),
  type: z.string(),
  subject: z.string().optional(),
  customFields: z.object({ notice: z.string() }),
});
export type Delivered = z.infer<typeof message> & { messageId: string };

interface Group {
  status: 'PENDING' | 'COMPLETE';
  messages: Delivered[];
}

const count = Object.fromEntries(
  [
    'total',
    'sentTotal',
    'sentFailed',
    'sentSuccess',
    'sentPending',
    'sentReplacement',
    'refund',
    'registeredFailed',
    'registeredSuccess',
  ].map((name) => [name, 0]),
);
const kinds = ['sms', 'lms', 'mms', 'ata', 'cta', 'cti', 'nsa', 'rcs_sms', 'rcs_lms', 'rcs_mms', 'rcs_tpl'];
const money = { requested: 0, replacement: 0, refund: 0, sum: 0 };

const groupBody = (groupId: string, status: string) => ({
  groupId,
  status,
  count,
  countForCharge: Object.fromEntries(kinds.map((kind) => [kind, {}])),
  balance: money,
  point: money,
  app: { profit: Object.fromEntries(kinds.map((kind) => [kind, 0])), appId: null },
  log: [],
  allowDuplicates: false,
  isRefunded: false,
  accountId: 'account',
  masterAccountId: null,
  apiVersion: '4',
  price: {},
  dateCreated: '2026-01-01T00:00:00.000Z',
  dateUpdated: '2026-01-01T00:00:00.000Z',
});

/** A server that speaks the text provider's groups as Solapi documents them, and fails as it is told. */
export async function startTextProvider(secret: string) {
  const groups = new Map<string, Group>();
  const delivered: Delivered[] = [];
  const mishaps: { step: Step; mishap: Mishap; times: number }[] = [];
  const calls: Step[] = [];
  /** Numbers that the provider does not take. */
  const unknownNumbers = new Set<string>();

  function signed(request: IncomingMessage): boolean {
    const [, date = '', salt = '', signature] =
      /date=([^,]+), salt=([^,]+), signature=(\w+)/.exec(request.headers.authorization ?? '') ?? [];
    return (
      signature ===
      createHmac('sha256', secret)
        .update(date + salt)
        .digest('hex')
    );
  }

  function add(group: Group, body: string) {
    const { messages } = z.object({ messages: z.array(message) }).parse(JSON.parse(body));
    const resultList = messages.map((one) => {
      const taken = group.messages.some(({ to }) => to === one.to);
      const statusCode = unknownNumbers.has(one.to) ? '1010' : taken ? '1062' : '2000';
      const messageId = randomUUID();
      if (statusCode === '2000') group.messages.push({ ...one, messageId });
      const { to, from, type, customFields } = one;
      return { to, from, type, customFields, country: '82', messageId, statusCode, statusMessage: `to ${to}`, accountId: 'account' };
    });
    return { errorCount: String(resultList.filter(({ statusCode }) => statusCode !== '2000').length), resultList };
  }

  function act(step: Step, id: string, body: string): { status: number; body: unknown } {
    const group = groups.get(id);
    if (step === 'create') {
      const groupId = `G4V${randomUUID()}`;
      groups.set(groupId, { status: 'PENDING', messages: [] });
      return { status: 200, body: groupBody(groupId, 'PENDING') };
    }
    if (!group) return { status: 404, body: { errorCode: 'ResourceNotFound', errorMessage: 'no such group' } };
    const sent = group.status !== 'PENDING';
    if (sent && (step === 'add' || step === 'send' || step === 'remove')) {
      return { status: 400, body: { errorCode: 'BadRequest', errorMessage: 'the group has been sent' } };
    }
    if (step === 'add') return { status: 200, body: add(group, body) };
    if (step === 'send') {
      group.status = 'COMPLETE';
      delivered.push(...group.messages);
    }
    if (step === 'remove') groups.delete(id);
    if (step === 'list') {
      const messageList = Object.fromEntries(group.messages.map((one) => [one.messageId, { ...one, statusCode: sent ? '4000' : '2000' }]));
      return { status: 200, body: { startKey: null, nextKey: null, limit: 500, messageList } };
    }
    return { status: 200, body: groupBody(id, group.status) };
  }

  function stepOf(method: string | undefined, path: string): [Step, string] {
    const [, id = '', part] = /^\/messages\/v4\/groups(?:\/([^/?]+))?(?:\/(messages|send))?/.exec(path) ?? [];
    if (method === 'POST') return [part === 'send' ? 'send' : 'create', id];
    if (method === 'PUT') return ['add', id];
    if (method === 'DELETE') return ['remove', id];
    return [part === 'messages' ? 'list' : 'read', id];
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await request.setEncoding('utf8').toArray()).join('');
    const [step, id] = stepOf(request.method, request.url ?? '');
    calls.push(step);
    const give = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (!signed(request)) return void give(401, { errorCode: 'Unauthorized', errorMessage: 'signature' });
    const planned = mishaps.find((one) => one.step === step && one.times > 0);
    if (planned) planned.times -= 1;
    if (planned?.mishap === 'fails') return void give(500, { errorCode: 'InternalError', errorMessage: `not now: ${body}` });
    if (planned?.mishap === 'limited') return void give(429, { errorCode: 'TooManyRequests', errorMessage: 'slower' });
    const done = act(step, id, body);
    if (planned?.mishap === 'lost') request.socket.destroy();
    else if (planned?.mishap === 'busy') give(503, { errorCode: 'Busy', errorMessage: 'again' });
    else if (planned?.mishap !== 'silent') give(done.status, done.body);
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const real = globalThis.fetch;
  return {
    groups,
    delivered,
    calls,
    unknownNumbers,
    plan: (step: Step, mishap: Mishap, times = 1) => mishaps.push({ step, mishap, times }),
    /** The library knows one address alone: what goes there comes here. */
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      real(String(input instanceof Request ? input.url : input).replace('https://api.solapi.com', origin), init),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
