import { AsyncLocalStorage } from 'node:async_hooks';

/** What failed while one request was answered. The framework tells it to the instrumentation alone, the page is sent elsewhere. */
export interface RequestFault {
  /** Under which it stands in the log. */
  id?: string;
  /** The machines had no time, nothing is broken. */
  overloaded?: boolean;
}

// One per process: the web server and the instrumentation are bundled apart.
const shared = globalThis as { charyeRequestFault?: AsyncLocalStorage<RequestFault> };

export function requestFault(): AsyncLocalStorage<RequestFault> {
  shared.charyeRequestFault ??= new AsyncLocalStorage();
  return shared.charyeRequestFault;
}
