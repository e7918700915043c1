import { Worker } from 'node:worker_threads';
import type { Known } from '@/lib/roll/row';
import type { Piece, Sealed } from './seal';

interface Waiting {
  resolve: (sealed: Sealed) => void;
  reject: (fault: unknown) => void;
}

/** Threads that seal lines side by side. A thread that fails fails everything that waits for one. */
export function sealers(threads: number, known: Known) {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let fault: unknown;
  const fail = (reason: unknown) => {
    fault ??= reason;
    for (const { reject } of waiting.values()) reject(fault);
    waiting.clear();
  };
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./seal-thread.mjs', import.meta.url), { workerData: known });
    worker.on('message', (sealed: Sealed) => {
      waiting.get(sealed.id)?.resolve(sealed);
      waiting.delete(sealed.id);
    });
    worker.on('error', fail);
    return worker;
  });

  return {
    seal({ firstLine, bytes }: Omit<Piece, 'id'>): Promise<Sealed> {
      const id = asked;
      asked += 1;
      const piece: Piece = { id, firstLine, bytes };
      return new Promise((resolve, reject) => {
        if (fault) return reject(fault);
        waiting.set(id, { resolve, reject });
        workers[id % workers.length]?.postMessage(piece, [bytes.buffer]);
      });
    },
    end: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
