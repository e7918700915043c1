import { randomUUID } from 'node:crypto';
import { bookDueSeconds } from './booking/second-dose/worker';
import { reapHolds } from './booking/worker';
import { forgetOldCodes } from './bycode/worker';
import { revealDraws } from './draw/worker';
import { forgetOldAskings } from './helping/worker';
import { advanceFronts, lead, stopLeading } from './line/worker';
import { sendNotices } from './notice/worker';
import { database } from './platform/database';
import { env } from './platform/env';
import { onLeaving } from './platform/leaving';
import { logEvent, logFault } from './platform/log';
import { forgetOldNodes, ownNode, writeNode } from './presence/worker';
import { forgetWhatIsPast } from './privacy/worker';
import { probes } from './provider/queries';
import { judgeProviders, shareMeasures } from './provider/worker';
import { replanAfter } from './recall/lifting/worker';
import { seeToDisplaced } from './recall/worker';
import { forgetOldRecord, keepRecord } from './record/worker';
import { tellTurnsNear } from './roll/worker';
import { openDays } from './supply/days/worker';
import { handOnShares, planClinics } from './supply/worker';
import { tellTurnsSoon } from './turn/worker';
import { offerPlaces } from './waiting/worker';
import { keepForecasts } from './when/worker';
import { meetDueWishes } from './wish/worker';

const tickMs = 1_000;
/** How often a leader clears up after servers that are gone. */
const clearingMs = 60_000;

async function attempt(what: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (fault) {
    logFault(`leader: ${what}`, fault);
  }
}

/**
 * The work that one server does for all: draws, fronts, lapsed holds. Each step stands alone, so that a fault in one
 * stops no other; every step may run on two servers at once without harm, the lease only saves the work. What a leader
 * knows stands in the database: the next one goes on with it. False when another server leads.
 */
export async function leadOnce(holder: string): Promise<boolean> {
  if (!(await lead(holder))) return false;
  await attempt('draws', revealDraws);
  await attempt('fronts', advanceFronts);
  await attempt('holds', () => reapHolds(database()));
  await attempt('turns that come near', () => tellTurnsNear(database()));
  await attempt('access record', keepRecord);
  return true;
}

/**
 * Sends what people are to be told. Beside the leader's steps and not among them: a provider may take a minute to answer,
 * and no front may wait for that.
 */
export async function sendOnce(): Promise<number> {
  let sent = 0;
  await attempt('notices', async () => {
    sent = await sendNotices(database());
  });
  return sent;
}

/** Of second doses in one turn: each is a statement for some dozen people, and wishes go on in between. */
const secondBatches = 20;

/** Books what people have wished for, and the second doses that are due. Beside the leader's steps: a thousand bookings take their time. */
export async function wishOnce(): Promise<number> {
  let done = 0;
  await attempt('wishes', async () => {
    done = await meetDueWishes(database());
  });
  await attempt('second doses', async () => {
    done += await bookDueSeconds(database(), { batches: secondBatches });
  });
  return done;
}

/** Finds and moves those whose place can't be kept, and offers what is free to who waits. Beside the leader's steps, too: of a large recall a batch takes a second. */
export async function rebookOnce(): Promise<number> {
  let seen = 0;
  await attempt('displaced', async () => {
    seen = await seeToDisplaced(database());
    // Who lost a place goes before who waits for one.
    seen += await offerPlaces(database());
  });
  return seen;
}

/** Writes what this server measured of the identity providers, and reads their lights. */
export const shareLights = () => attempt('what providers are measured by', () => shareMeasures(database(), ownNode().id));

/** Hands on what closed rounds left, and shares out anew what is there again. Beside the leader's steps, too: of a large round it takes minutes, and no front may wait for that. */
export async function handOnOnce(): Promise<void> {
  await attempt('shares', () => handOnShares(database()));
  await attempt('shares planned anew', () => replanAfter(database(), planClinics));
  await attempt('half hours', () => openDays(database()));
}

/** Sets the lights of the identity providers. Beside the leader's steps, too: one that is down answers no probe for seconds. */
export const judgeOnce = () => attempt('lights of providers', () => judgeProviders(database(), probes()));

/** Tells those whom the front comes near. Beside the leader's steps, too: after a draw there are many places to write down. */
export async function tellOnce(): Promise<void> {
  await attempt('turns that come soon', () => tellTurnsSoon(database()));
}

/** Keeps what people were told of when they are likely to be vaccinated. Beside the leader's steps, too: nobody waits for it. */
export async function forecastOnce(): Promise<void> {
  await attempt('forecasts', () => keepForecasts(database()));
}

export function startLeading(): void {
  env();
  const holder = randomUUID();
  let leads = false;
  let leaving = false;
  let clearAt = 0;

  const tick = async () => {
    await attempt('presence', () => writeNode());
    await shareLights();
    const before = leads;
    leads = !leaving && (await leadOnce(holder).catch(() => false));
    if (leads !== before) logEvent(leads ? 'leader: begins' : 'leader: ends');
    if (leads && performance.now() >= clearAt) {
      clearAt = performance.now() + clearingMs;
      await attempt('clearing', forgetOldNodes);
      await attempt('what is past its time', forgetOldRecord);
      await attempt('what is kept no longer', forgetWhatIsPast);
      await attempt('old askings', forgetOldAskings);
      await attempt('old codes', forgetOldCodes);
    }
  };
  let turn = Promise.resolve();
  const turns = async () => {
    turn = attempt('turn', tick);
    await turn;
    if (!leaving) setTimeout(turns, tickMs).unref();
  };
  setTimeout(turns, 0).unref();
  onLeaving(async () => {
    leaving = true;
    // A turn under way may have the lead still to take.
    await turn;
    leads = false;
    await attempt('handing over', () => stopLeading(holder));
  });

  const send = async () => {
    // More may wait: the rate that is kept in the database says when.
    const sent = leads ? await sendOnce() : 0;
    setTimeout(send, sent > 0 ? tickMs / 10 : tickMs).unref();
  };
  setTimeout(send, tickMs).unref();

  const judge = async () => {
    if (leads) await judgeOnce();
    setTimeout(judge, tickMs).unref();
  };
  setTimeout(judge, tickMs).unref();

  const wish = async () => {
    const done = leads ? await wishOnce() : 0;
    setTimeout(wish, done > 0 ? tickMs / 10 : tickMs).unref();
  };
  setTimeout(wish, tickMs).unref();

  const rebook = async () => {
    const seen = leads ? await rebookOnce() : 0;
    setTimeout(rebook, seen > 0 ? tickMs / 10 : tickMs).unref();
  };
  setTimeout(rebook, tickMs).unref();

  const handOn = async () => {
    if (leads) await handOnOnce();
    setTimeout(handOn, tickMs).unref();
  };
  setTimeout(handOn, tickMs).unref();

  const tell = async () => {
    if (leads) await tellOnce();
    setTimeout(tell, tickMs).unref();
  };
  setTimeout(tell, tickMs).unref();

  const forecast = async () => {
    if (leads) await forecastOnce();
    setTimeout(forecast, tickMs).unref();
  };
  setTimeout(forecast, tickMs).unref();
}
