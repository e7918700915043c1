import type { Instrumentation } from 'next';

/** Runs once when a server starts: settings are checked before the first request, and the work that one server leads begins. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the framework says by this variable alone in which runtime it is
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startLeading } = await import('./lib/worker');
  startLeading();
}

/** A fault while rendering is logged under the id (Next's digest) that the error page shows. */
export const onRequestError: Instrumentation.onRequestError = async (fault, _request, context) => {
  // biome-ignore lint/style/noProcessEnv: as above; without it the build looks for Node's parts in another runtime
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { hearFault } = await import('./lib/platform/hear-fault');
  const digest = typeof fault === 'object' && fault !== null && 'digest' in fault ? String(fault.digest) : undefined;
  hearFault(`${context.routeType} ${context.routePath}`, fault, digest);
};
