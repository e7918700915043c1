/** Runs once when a server starts: settings are checked before the first request, and the work that one server leads begins. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the framework says by this variable alone in which runtime it is
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { startLeading } = await import('./lib/worker');
  startLeading();
}
