import { randomUUID } from 'node:crypto';
import { mintOperator } from '@/lib/identity/proof';
import { database } from '@/lib/platform/database';
import { openRecall } from '@/lib/recall/commands';
import { seeToDisplaced } from '@/lib/recall/worker';
import { onOwnGround } from '@/bench/measure/ground';
import { bookOnOneLot, lot } from '@/bench/measure/recalled';
await onOwnGround(async () => {
  await bookOnOneLot(60000);
  const db = database();
  const operator = mintOperator({ sessionId: 'console', personId: 'console' });
  await openRecall(operator, { id: randomUUID(), reasonKo: 'aaaaaa', reasonEn: 'aaaaaa', lot, shipment: null, carrier: null, clinic: null, fromAt: null, toAt: null });
  const sums = new Map<string, number[]>();
  const timed = new Proxy(db, { get(target: any, name) {
    if (name !== '$queryRaw' && name !== '$executeRaw') return target[name];
    return async (...args: any[]) => {
      const t = performance.now();
      const text = (args[0].sql ?? args[0].join?.('?') ?? '').replace(/\s+/g, ' ').slice(0, 60);
      try { return await target[name](...args); } finally {
        const l = sums.get(text) ?? []; l.push(Math.round(performance.now() - t)); sums.set(text, l);
      }
    };
  } });
  for (let seen = 1; seen > 0; ) {
    seen = await seeToDisplaced(timed);
    console.log(seen); for (const [k, v] of sums) console.log('  ', k, v.length, v.slice(-5).join(' '), 'max', Math.max(...v));
  }
});
process.exit(0);
