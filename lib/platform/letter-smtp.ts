import { createTransport } from 'nodemailer';
import { type Channel, type Letter, type Outcome, problemOf } from './letter';

const secondsMs = 1_000;
/** Letters at once, over as many connections. */
const atOnce = 4;
/** After so long the rest of a batch waits for the next one, so that nobody else takes it meanwhile. */
const batchMs = 60 * secondsMs;

/**
 * A mail server can't be asked what became of a letter. So one whose outcome is unknown is sent again, with the same
 * Message-ID and the same event: mail programs show it once.
 */
export function smtp(url: string, from: string): Channel {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: atOnce,
      connectionTimeout: 10 * secondsMs,
      greetingTimeout: 10 * secondsMs,
      socketTimeout: 20 * secondsMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  const host = from.split('@')[1] ?? 'localhost';

  async function deliver({ id, to, subject, text, calendar }: Letter): Promise<Outcome> {
    try {
      await transport.sendMail({
        messageId: `<${id}@${host}>`,
        to: { name: '', address: to },
        subject,
        text,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(calendar && { icalEvent: { method: calendar.method, filename: 'booking.ics', content: calendar.content } }),
      });
      return { is: 'sent' };
    } catch (fault) {
      const problem = problemOf(fault);
      // 5xx: the server wants this letter never, and says so.
      const status = Reflect.get(Object(fault), 'responseCode');
      if (typeof status === 'number') return { is: status >= 500 ? 'refused' : 'failed', problem };
      return { is: 'unknown', problem };
    }
  }

  return {
    name: 'smtp',
    async send(letters) {
      const until = performance.now() + batchMs;
      const outcomes = new Map<string, Outcome>(letters.map(({ id }) => [id, { is: 'later' }]));
      const rest = [...letters];
      const work = async () => {
        for (let letter = rest.shift(); letter && performance.now() < until; letter = rest.shift()) {
          outcomes.set(letter.id, await deliver(letter));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return outcomes;
    },
  };
}
