import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Channel, masked } from './letter';
import { logEvent } from './log';

/** For trying out: each letter is a file that only its owner can read. Written again, it is the same file. */
export const outbox = (folder: string): Channel => ({
  name: 'outbox',
  async send(letters) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const { id, about, by, to, subject, text, calendar } of letters) {
      await writeFile(join(folder, `${id}.txt`), `${by}: ${to}\n${subject}\n\n${text}\n`, { mode: 0o600 });
      if (calendar) await writeFile(join(folder, `${id}.ics`), calendar.content, { mode: 0o600 });
      logEvent('notice: in the outbox', { id, about, by, to: masked(to) });
    }
    return new Map(letters.map(({ id }) => [id, { is: 'sent' }]));
  },
});
