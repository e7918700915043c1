import type { IncomingMessage, ServerResponse } from 'node:http';
import { admissionOf, type Step } from './busy';
import { busyAnswer } from './busy-answer';
import type { RequestHead } from './request-head';

const steps: [method: string, path: RegExp, step: Step][] = [
  ['POST', /^(?:\/(?:en|ko))?\/sign-in\/start$/, 'sign-in'],
  ['GET', /^\/api\/auth\/callback\//, 'callback'],
  ['POST', /^(?:\/(?:en|ko))?\/me$/, 'ticket'],
  ['POST', /^(?:\/(?:en|ko))?\/line\/[a-z0-9-]{1,64}\/enter$/, 'enter'],
];

export function stepOf(method: string | undefined, url: string | undefined): Step | undefined {
  const path = url?.split('?', 1)[0] ?? '';
  return steps.find(([its, pattern]) => its === method && pattern.test(path))?.[2];
}

type Handler<Response extends ServerResponse> = (request: IncomingMessage, response: Response) => unknown;

/**
 * Stands before the framework, because saying no must cost next to nothing: at ten times the load nine of ten requests are
 * refused, and the framework alone takes a millisecond for each. It only refuses: who is let in is asked everything inside.
 */
export function frontDoor<Response extends ServerResponse>(handle: Handler<Response>): Handler<Response> {
  return (request, response) => {
    const step = stepOf(request.method, request.url);
    if (!step) return handle(request, response);
    const admission = admissionOf(step);
    const since = performance.now();
    const answer = admission.ask(since, Math.random());
    if (!answer.ok) return refuseAtTheDoor(request, response, step, answer.seconds);
    response.once('close', () => admission.end(since, performance.now(), response.writableFinished));
    return handle(request, response);
  };
}

/** The same refusal on the doorstep, where it costs less; null for whoever may come to the door. */
export function busyOnTheDoorstep({ method, target, headers }: RequestHead): Buffer | null {
  const step = stepOf(method, target);
  const seconds = step ? admissionOf(step).refusal(performance.now(), Math.random()) : null;
  if (!step || seconds === null) return null;
  return busyAnswer(step, target, { accept: headers.get('accept'), 'next-action': headers.get('next-action') }, seconds).whole;
}

function refuseAtTheDoor(request: IncomingMessage, response: ServerResponse, step: Step, seconds: number): void {
  const { body, headers } = busyAnswer(step, request.url ?? '', request.headers, seconds);
  // What was sent is thrown away unread, so that the connection can carry the next request.
  request.resume();
  response.sendDate = false;
  response.writeHead(503, headers);
  // As text of one byte a character, so that head and body go out in one write: it is most of what a refusal costs.
  response.end(body, 'latin1');
}
