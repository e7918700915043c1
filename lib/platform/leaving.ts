// One per process: the framework's part of the program says what is to be handed over, the web server (bundled apart) asks for it.
const shared = globalThis as { charyeHandOver?: () => Promise<void> };

/** What this server hands over to the others before it ends. */
export function onLeaving(handOver: () => Promise<void>): void {
  shared.charyeHandOver = handOver;
}

/** Never throws: a server that can't hand over is ended as one that was killed. */
export const handOver = async (): Promise<void> => await shared.charyeHandOver?.();
