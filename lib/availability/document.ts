import { coarse } from './coarse';

export interface DistrictRow {
  id: string;
  nameKo: string;
  nameEn: string;
  phone: string;
  /** By day, then by round and product. */
  rooms: { day: string; round: string; product: string; room: number }[];
  /** `HH:MM` in Seoul. */
  times: { day: string; time: string; free: number }[];
}

/** `/availability/<시군구>.json`: what is free there, the same for everybody. */
export interface AvailabilityDocument {
  /** ISO 8601. */
  at: string;
  district: string;
  clinics: {
    id: string;
    nameKo: string;
    nameEn: string;
    phone: string;
    days: {
      /** `YYYY-MM-DD`, Seoul. */
      day: string;
      /** Places that each round still has, by product: those that can be booked at this moment. */
      rounds: Record<string, Record<string, number>>;
      /** Half hours with how many are free in them, `HH:MM` in Seoul; a person needs one of these and one of the round's. */
      times: Record<string, number>;
    }[];
  }[];
}

export function availabilityDocument(district: string, now: Date, clinics: readonly DistrictRow[]): AvailabilityDocument {
  return {
    at: now.toISOString(),
    district,
    clinics: clinics.map(({ rooms, times, ...clinic }) => ({
      ...clinic,
      days: [...new Set(rooms.map(({ day }) => day))].map((day) => {
        const rounds: Record<string, Record<string, number>> = {};
        for (const one of rooms.filter((room) => room.day === day))
          rounds[one.round] = { ...rounds[one.round], [one.product]: coarse(one.room) };
        const ofDay = times.filter((time) => time.day === day);
        return { day, rounds, times: Object.fromEntries(ofDay.map(({ time, free }) => [time, coarse(free)])) };
      }),
    })),
  };
}
