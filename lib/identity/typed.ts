import { z } from 'zod';
import { plainName, plainPhone } from './match';
import { hasResidentNumber, residentNumber } from './resident-number';

// What people type about people, of whichever form: none of it may have a resident number in it.

/** As it was typed. */
export const typedText = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !hasResidentNumber(text), residentNumber);

export const typedName = typedText(200).transform(plainName).pipe(z.string().min(1).max(100));

export const typedPhone = typedText(40).transform(plainPhone).pipe(z.string().min(8).max(15));

/** Why something is done: it stands in a record, or everybody reads it. */
export const typedReason = (least: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(200)
    .refine((text) => !hasResidentNumber(text), residentNumber);
