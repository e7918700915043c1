/** Something that the person at the terminal can mend: shown as its one sentence, without a stack. */
export class Problem extends Error {}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** One line per step: what is being done, then how long it took. Plain ASCII, so that any log can hold it. */
export async function step(title, work) {
  const since = performance.now();
  process.stdout.write(`- ${title} ... `);
  try {
    const result = await work();
    process.stdout.write(`${typeof result === 'string' ? `${result}, ` : ''}${seconds(since)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed after ${seconds(since)}\n`);
    throw error;
  }
}

export const say = (text) => process.stdout.write(`${text}\n`);

export function explain(error) {
  process.stderr.write(error instanceof Problem ? `\n${error.message}\n` : `\n${error?.stack ?? error}\n`);
}
