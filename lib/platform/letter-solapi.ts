import { SolapiMessageService } from 'solapi';
import { type Channel, type Letter, type Outcome, type Outcomes, problemOf, textKind } from './letter';

/** The library sets no limit of its own. Four calls a batch stay well below the lease of lib/notice/worker.ts. */
const callMs = 15_000;
/** The provider's page of a group's messages. */
const pageSize = 500;

class TimedOut extends Error {
  readonly code = 'timed-out';
}

async function withinMs<Result>(ms: number, call: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut()), ms);
  });
  return Promise.race([call, limit]).finally(() => clearTimeout(timer));
}

/**
 * Texts and calls over Solapi, by groups: a group is made, its name is remembered, letters are put in, and one call sends it,
 * once. So a lost answer and the library's own retries (three, after a broken connection) can't send twice, and after a
 * crash the group tells whether it was sent. A group takes a telephone number once, for the same reason.
 */
export function solapi(settings: { key: string; secret: string; sender: string; callMs?: number }): Channel {
  const within = <Result>(call: Promise<Result>) => withinMs(settings.callMs ?? callMs, call);
  const service = new SolapiMessageService(settings.key, settings.secret);

  const messageOf = ({ id, by, to, subject, text }: Letter) => {
    const common = { to, from: settings.sender, text, customFields: { notice: id } };
    if (by === 'voice') return { ...common, type: 'VOICE' as const, voiceOptions: { voiceType: 'FEMALE' as const } };
    return textKind(text) === 'SMS' ? { ...common, type: 'SMS' as const } : { ...common, type: 'LMS' as const, subject };
  };

  /** 2000 and 3000: on its way; 4000: it has arrived. */
  const stateOf = (code: string | null | undefined): Outcome =>
    /^[234]000$/.test(code ?? '') ? { is: 'sent' } : { is: 'refused', problem: `solapi-${(code ?? 'none').toLowerCase()}` };

  async function listed(group: string): Promise<Outcomes> {
    const found: Outcomes = new Map();
    let startKey: string | null | undefined;
    do {
      const page = await within(service.getGroupMessages(group, { limit: pageSize, ...(startKey && { startKey }) }));
      for (const { customFields, statusCode } of Object.values(page.messageList)) {
        if (customFields?.notice) found.set(customFields.notice, stateOf(statusCode));
      }
      startKey = page.nextKey;
    } while (startKey);
    return found;
  }

  const all = (ids: string[], outcome: Outcome): Outcomes => new Map(ids.map((id) => [id, outcome]));

  async function sendGroup(letters: Letter[], remember: (group: string, ids: string[]) => Promise<void>): Promise<Outcomes> {
    const ids = letters.map(({ id }) => id);
    let group: string;
    let result: Awaited<ReturnType<typeof service.addMessagesToGroup>>;
    try {
      group = await within(service.createGroup(false));
      await remember(group, ids);
      result = await within(service.addMessagesToGroup(group, letters.map(messageOf)));
    } catch (fault) {
      // A group that nobody sends goes nowhere.
      return all(ids, { is: 'failed', problem: problemOf(fault) });
    }
    try {
      await within(service.sendGroup(group));
      const whole = result.resultList.length === ids.length && result.resultList.every(({ statusCode }) => statusCode === '2000');
      if (whole) return all(ids, { is: 'sent' });
      const found = await listed(group);
      return new Map(ids.map((id) => [id, found.get(id) ?? { is: 'refused', problem: 'solapi-not-taken' }]));
    } catch (fault) {
      return all(ids, { is: 'unknown', problem: problemOf(fault) });
    }
  }

  return {
    name: 'solapi',
    async send(letters, remember) {
      const first = new Map<string, Letter>();
      const outcomes: Outcomes = new Map();
      for (const letter of letters) {
        const fits = letter.by === 'voice' || textKind(letter.text) !== 'too-long';
        if (!fits) outcomes.set(letter.id, { is: 'refused', problem: 'text-too-long' });
        else if (first.has(letter.to)) outcomes.set(letter.id, { is: 'later' });
        else first.set(letter.to, letter);
      }
      const sent = first.size > 0 ? await sendGroup([...first.values()], remember) : new Map<string, Outcome>();
      return new Map([...outcomes, ...sent]);
    },
    async ask(group, ids) {
      try {
        const { status } = await within(service.getGroup(group));
        if (status === 'PENDING') {
          // It has not been sent; without it, it never will be, not even by a server that was only slow.
          await within(service.removeGroup(group));
          return all(ids, { is: 'later' });
        }
        const found = await listed(group);
        return new Map(ids.map((id) => [id, found.get(id) ?? { is: 'later' }]));
      } catch (fault) {
        // Withdrawn by an earlier question, whose answer was lost.
        if (Reflect.get(Object(fault), 'httpStatus') === 404) return all(ids, { is: 'later' });
        return all(ids, { is: 'unknown', problem: problemOf(fault) });
      }
    },
  };
}
