/** Milliseconds. Many times what the work takes, and less than anybody minds. */
export const beat = 100;

/**
 * Answers at the next beat after the question, however long the work took: whether somebody is there, or some booking, costs a
 * statement a tenth more or less, which many questions would show. A fault, too, waits for the beat.
 */
export async function evenly<Value>(work: () => Promise<Value>): Promise<Value> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    const taken = performance.now() - start;
    await new Promise((resolve) => setTimeout(resolve, (Math.floor(taken / beat) + 1) * beat - taken));
  }
}
