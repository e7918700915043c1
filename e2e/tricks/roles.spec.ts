import { consent, makeAgent, makeOperator, makeStaff, type Somebody } from '../fixtures/people';
import { session } from '../fixtures/session';
import { expect, test } from '../fixtures/test';
import { readable, Visitor } from '../fixtures/visitor';
import { builtActions, builtRoutes } from './built';
import { callAction, type Outcome, send, ways } from './call';
import { type Action, actions, type Ground, type Need, type Route, routes } from './doors';
import { endsOwn } from './fields';
import { ledger } from './ledger';
import { twoInside } from './standing';

const everybody = ['anonymous', 'citizen', 'helper', 'ended helper', 'staff', 'other staff', 'agent', 'operator'] as const;
/** `helper`: agreed to by the owner of the ids; `ended helper`: not any more; `staff`: of the booking's clinic. */
type Who = (typeof everybody)[number];
type Said = 'shown' | 'sign in' | 'nothing here' | 'no pass' | 'no ticket';

const signedIn = ['citizen', 'helper', 'ended helper', 'staff', 'other staff', 'agent', 'operator'] as const;
const shownTo = (some: readonly Who[], to: Said, others: Said): Record<Who, Said> => {
  const said = Object.fromEntries(everybody.map((who): [Who, Said] => [who, some.includes(who) ? to : others])) as Record<Who, Said>;
  return { ...said, anonymous: 'sign in' };
};

/** Whoever asks with the ids of somebody else: a new kind of door does not compile until it stands here. */
const expected: Record<Exclude<Need, 'public' | 'machine' | 'scheduler'>, Record<Who, Said>> = {
  citizen: shownTo(signedIn, 'shown', 'shown'),
  ticket: { ...shownTo([], 'shown', 'no ticket'), anonymous: 'sign in' },
  pass: { ...shownTo([], 'shown', 'no pass'), anonymous: 'no pass' },
  clinic: shownTo(['staff', 'other staff'], 'shown', 'nothing here'),
  agent: shownTo(['agent'], 'shown', 'nothing here'),
  operator: shownTo(['operator'], 'shown', 'nothing here'),
};
/** What is somebody's own is there for them and for whom they agreed to: for all others as if it were not. */
const owned = shownTo(['helper'], 'shown', 'nothing here');

/** Routes with a step of their own before they show anything: a list leaves only after a sign-in of this minute, with a reason. */
const stricter: Record<string, Said> = {
  '/staff/export/list.csv': 'nothing here',
  // Of a recall that there is.
  '/operations/recall/[disruption]': 'nothing here',
};

function saidBy({ status, to, text }: Outcome): Said | string {
  if (to?.startsWith('/sign-in/from?next=') || status === 401) return 'sign in';
  if (to?.startsWith('/pass/pass-missing')) return 'no pass';
  if (status === 403 && text.includes('ticket-missing')) return 'no ticket';
  if (status === 404) return 'nothing here';
  return status === 200 ? 'shown' : `${status} ${to ?? ''}`;
}

async function cast(ground: Ground, [citizen, helper, ended, staff, other, agent, operator]: Somebody[], otherClinic: string) {
  if (!citizen || !helper || !ended || !staff || !other || !agent || !operator) throw new Error('nobody');
  await consent(helper, ground.owner);
  await makeStaff(staff, ground.clinic.id);
  await makeStaff(other, otherClinic);
  await makeAgent(agent);
  await makeOperator(operator);
  const visitors = { anonymous: new Visitor() } as Record<Who, Visitor>;
  const people = { citizen, helper, 'ended helper': ended, staff, 'other staff': other, agent, operator };
  for (const who of signedIn) visitors[who] = new Visitor([(await session(people[who])).cookie]);
  return visitors;
}

test('every page and route gives each role what is written here, and strangers the same nothing', async ({ world, people }) => {
  const [owner, holder, ...others] = await people(9);
  if (!owner || !holder) throw new Error('nobody');
  const { ofBooked, round, clinic } = await twoInside(world, [owner, holder]);
  const elsewhere = await world.clinic([1]);
  const visitors = await cast(ofBooked, others, elsewhere.id);
  const guarded = builtRoutes().flatMap((name): [string, Route][] => (routes[name] ? [[name, routes[name]]] : []));
  const before = await ledger({ rounds: [round], people: [owner, holder], clinics: [clinic, elsewhere] });
  for (const [name, door] of guarded) {
    if (door.need === 'public' || door.need === 'machine' || door.need === 'scheduler' || name === '/line/[round]/leave') continue;
    const nothing = new Set<string>();
    for (const who of everybody) {
      const method = door.methods.startsWith('GET') ? 'GET' : 'POST';
      const headers: Record<string, string> = method === 'GET' ? { origin: '' } : { accept: 'application/json' };
      const answer = await send(visitors[who], door.path(ofBooked), { method, headers });
      const wanted = (door.owned ? owned : expected[door.need])[who];
      const what = `${method} ${name} as ${who}`;
      if (stricter[name] && wanted === 'shown') expect(saidBy(answer), what).not.toBe('shown');
      else expect(saidBy(answer), what).toBe(wanted);
      // Names of whose the ids are: for those whom they agreed to alone, and staff of the clinic where they are booked.
      if (!['helper', 'staff'].includes(who)) expect(readable(answer.text), what).not.toContain(owner.name);
      if (wanted === 'nothing here' && !stricter[name]) nothing.add(`${answer.status} ${readable(answer.text)}`);
    }
    expect(nothing.size, `${name}: strangers are told apart`).toBeLessThanOrEqual(1);
  }
  expect(await ledger({ rounds: [round], people: [owner, holder], clinics: [clinic, elsewhere] })).toEqual(before);
});

test('no action of anybody does anything with the ids of somebody who did not agree to them', async ({ world, people }) => {
  const [owner, holder, ...others] = await people(9);
  if (!owner || !holder) throw new Error('nobody');
  const { ofBooked, round, clinic } = await twoInside(world, [owner, holder]);
  const elsewhere = await world.clinic([1]);
  const visitors = await cast(ofBooked, others, elsewhere.id);
  const grounds = { rounds: [round], people: [owner, holder], clinics: [clinic, elsewhere] };
  const before = await ledger(grounds);
  const may = (need: Need, who: Who): boolean => {
    if (need === 'public' || need === 'machine' || need === 'scheduler') return true;
    // A helper is led to the booking that was confirmed before.
    if (need === 'citizen' || need === 'pass') return who === 'helper';
    return expected[need][who] === 'shown';
  };
  for (const [name, id] of builtActions()) {
    const door: Action | undefined = actions[name];
    if (!door || !id) throw new Error(`${name} does not stand in the table`);
    // What a role may do is tested where that role is: here are those who may not.
    if (endsOwn.includes(name)) continue;
    for (const who of everybody.filter((one) => !may(door.need, one))) {
      for (const way of ways) {
        const answer = await callAction(visitors[who], name, door, ofBooked, way);
        const what = `${name} by ${way} as ${who}`;
        expect(answer.status, what).toBeLessThan(500);
        expect(saidBy(answer) === 'shown' ? readable(answer.text) : '', what).not.toContain(ofBooked.clinic.nameKo);
        if (who === 'anonymous' && door.need !== 'pass') expect(saidBy(answer), what).toBe('sign in');
        else if (['clinic', 'agent', 'operator'].includes(door.need)) expect(saidBy(answer), what).toBe('nothing here');
      }
    }
  }
  expect(await ledger(grounds)).toEqual(before);
});
