import { randomBytes } from 'node:crypto';

/** Writes the fault with an id, and returns the id for the page. Never pass personal data in `what`. */
export function logFault(what: string, fault: unknown, id = randomBytes(5).toString('hex')): string {
  const error = fault instanceof Error ? fault : new Error(String(fault));
  process.stderr.write(`${JSON.stringify({ level: 'error', id, what, name: error.name, stack: error.stack })}\n`);
  return id;
}

export function logEvent(what: string, facts: Record<string, string | number | boolean> = {}): void {
  process.stdout.write(`${JSON.stringify({ level: 'info', what, ...facts })}\n`);
}
