import type { Chance } from './random';
import type { Behaviour, Setting } from './setting';

/** An extension is pressed a minute before the pass ends. */
const pressBeforeSeconds = 60;

/** From the call to the press of the button. */
export function reactionSeconds(behaviour: Behaviour, chance: Chance): number {
  if (chance.next() < behaviour.slow) return 1 + Math.floor(-Math.log(1 - chance.next()) * behaviour.slowMeanSeconds);
  return 1 + Math.floor(behaviour.reactionMedianSeconds * Math.exp(0.8 * chance.normal()));
}

/** How long a seat is taken: until the booking is done, or until the pass of somebody who left it unfinished lapses. */
export function seatSeconds({ behaviour, extensions, passSeconds }: Setting, chance: Chance, leaves: boolean): number {
  const needs = Math.max(1, Math.round(behaviour.bookingMedianSeconds * Math.exp(behaviour.bookingSigma * chance.normal())));
  if (!leaves) return needs;
  const presses = Math.min(extensions, Math.floor((needs * chance.next()) / (passSeconds - pressBeforeSeconds)));
  return presses * (passSeconds - pressBeforeSeconds) + passSeconds;
}
