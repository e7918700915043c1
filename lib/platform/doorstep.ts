import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { headOf, type RequestHead } from './request-head';

/** The whole answer to a request that needs no more than its head to be refused. */
export type Refuse = (head: RequestHead) => Buffer | null;

interface Way {
  /** Bytes of the request under way that are still to come. */
  left: number;
  answering: boolean;
  /** The server has answered here before: it counts the time to a connection's first request, and would end one that brings it none. */
  known: boolean;
  /** For the rest of the connection the server reads alone: where requests begin is no longer sure. */
  opaque: boolean;
}

/** A page with a large body is none that is refused here. */
const longestRead = 16_384;

/**
 * Refuses on the connection itself. Node's HTTP server makes a request and a response for each, and their streams (a third more
 * processor time, measured: 0.039 instead of 0.029 ms). Here it is one look and one write, for a request that comes in one piece
 * while no other is under way on its connection; all else goes on to the server as if nobody had looked.
 */
export function doorstep(server: Server, refusals: Refuse[]): void {
  const ways = new WeakMap<Socket, Way>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const way = ways.get(request.socket);
    response.once('close', () => {
      if (way) Object.assign(way, { answering: false, known: true });
    });
  });
  server.on('connection', (socket: Socket) => {
    // The server's own listener stands already. A second one in its place makes it read through us instead of past Node's streams.
    const [read] = socket.listeners('data');
    if (!read) return;
    const way: Way = { left: 0, answering: false, known: false, opaque: false };
    ways.set(socket, way);
    socket.off('data', read as (chunk: Buffer) => void);
    socket.on('data', (chunk: Buffer) => {
      const answer = way.opaque ? null : answerTo(chunk, way, socket, refusals);
      if (answer) socket.write(answer);
      else read.call(socket, chunk);
    });
  });
}

function answerTo(chunk: Buffer, way: Way, socket: Socket, refusals: Refuse[]): Buffer | null {
  const head = way.left === 0 && !way.answering ? headOf(chunk.toString('latin1', 0, longestRead)) : null;
  if (way.left === 0 && !head) way.opaque = true;
  way.left = (head?.bytes ?? way.left) - chunk.length;
  if (way.left < 0) way.opaque = true;
  if (way.opaque || !head) return null;
  // Who sends without reading the answers is held up by the server, not by a growing memory.
  const whole = way.left === 0 && way.known && socket.writableLength === 0;
  for (const refuse of whole ? refusals : []) {
    const answer = refuse(head);
    if (answer) return answer;
  }
  way.answering = true;
  return null;
}
