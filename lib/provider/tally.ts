import { type Outcome, type Sums, slowMs } from './light';

/** What one sign-in says of its provider. */
export const outcomeOf = (ok: boolean, tookMs: number): Outcome => (ok ? (tookMs > slowMs ? 'slow' : 'good') : 'bad');

/** Counts until somebody takes the counts away. */
export function providerTally() {
  let counts = new Map<string, Sums>();
  return {
    add(provider: string, outcome: Outcome): void {
      const { good, slow, bad } = counts.get(provider) ?? { good: 0, slow: 0, bad: 0 };
      counts.set(provider, {
        good: good + (outcome === 'bad' ? 0 : 1),
        slow: slow + (outcome === 'slow' ? 1 : 0),
        bad: bad + (outcome === 'bad' ? 1 : 0),
      });
    },
    take(): (Sums & { provider: string })[] {
      const taken = [...counts].map(([provider, sums]) => ({ provider, ...sums }));
      counts = new Map();
      return taken;
    },
  };
}
