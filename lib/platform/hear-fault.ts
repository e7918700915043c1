import { isOverloaded } from './database';
import { logFault } from './log';
import { requestFault } from './request-fault';

/** Logs a fault under the id (Next's digest) that the error page shows, and keeps it for the page that is sent without script. */
export function hearFault(what: string, fault: unknown, digest: string | undefined): void {
  const id = logFault(what, fault, digest);
  Object.assign(requestFault().getStore() ?? {}, { id, overloaded: isOverloaded(fault) });
}
