import { coarse } from './coarse';

/**
 * The open feed of SMART Scheduling Links: Location, Schedule and Slot of FHIR R4, a line of JSON each. A slot here is a clinic's
 * day with one product: `free` while it can be booked, and nothing else counts.
 */
const extension = 'http://fhir-registry.smarthealthit.org/StructureDefinition/';
const serviceType = [
  {
    coding: [
      { system: 'http://terminology.hl7.org/CodeSystem/service-type', code: '57', display: 'Immunization' },
      {
        system: 'http://fhir-registry.smarthealthit.org/CodeSystem/service-type',
        code: 'covid19-immunization',
        display: 'COVID-19 Immunization Appointment',
      },
    ],
  },
];

export interface FeedClinic {
  id: string;
  name: string;
  address: string;
  city: string;
  state: string;
  postalCode: string;
  phone: string;
  latitude: number;
  longitude: number;
}

export interface FeedProduct {
  clinicId: string;
  product: string;
  /** CVX, of the US CDC. */
  cvx: string;
  name: string;
}

export interface FeedDay {
  clinicId: string;
  product: string;
  /** `YYYY-MM-DD`, Seoul. */
  day: string;
  startsAt: Date;
  endsAt: Date;
  /** Places that can be booked at this moment. */
  places: number;
  /** The round in which they can, or the next one to have some. */
  roundId: string;
}

export interface FeedOptions {
  /** The public address, without a slash at the end. */
  url: string;
  /** Where people can book by telephone. */
  phone: string;
}

/** FHIR wants seconds and an offset in an `instant`; people here read Seoul's. */
export const instant = (at: Date): string => `${new Date(at.getTime() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;

const scheduleId = (clinicId: string, product: string): string => `${clinicId}-${product}`;

export const location = (clinic: FeedClinic, { url }: FeedOptions) => ({
  resourceType: 'Location',
  id: clinic.id,
  identifier: [{ system: `${url}/clinic`, value: clinic.id }],
  name: clinic.name,
  telecom: [
    { system: 'phone', value: clinic.phone },
    { system: 'url', value: url },
  ],
  address: { line: [clinic.address], city: clinic.city, state: clinic.state, postalCode: clinic.postalCode, country: 'KR' },
  position: { latitude: clinic.latitude, longitude: clinic.longitude },
});

export const schedule = ({ clinicId, product, cvx, name }: FeedProduct) => ({
  resourceType: 'Schedule',
  id: scheduleId(clinicId, product),
  serviceType,
  actor: [{ reference: `Location/${clinicId}` }],
  extension: [
    { url: `${extension}vaccine-product`, valueCoding: { system: 'http://hl7.org/fhir/sid/cvx', code: cvx, display: name } },
    // Second doses are booked along with the first.
    { url: `${extension}vaccine-dose`, valueInteger: 1 },
  ],
});

export const slot = ({ clinicId, product, day, startsAt, endsAt, places, roundId }: FeedDay, { url, phone }: FeedOptions) => ({
  resourceType: 'Slot',
  id: `${scheduleId(clinicId, product)}-${day}`,
  schedule: { reference: `Schedule/${scheduleId(clinicId, product)}` },
  status: places > 0 ? 'free' : 'busy-unavailable',
  start: instant(startsAt),
  end: instant(endsAt),
  extension: [
    { url: `${extension}booking-deep-link`, valueUrl: `${url}/supply/${roundId}/clinic/${clinicId}/${day}` },
    { url: `${extension}booking-phone`, valueString: phone },
    ...(places > 0 ? [{ url: `${extension}slot-capacity`, valueInteger: coarse(places) }] : []),
  ],
});

export const feedKinds = ['Location', 'Schedule', 'Slot'] as const;
export type FeedKind = (typeof feedKinds)[number];

/** `location-11.ndjson`: one file of a kind for each 시도. */
export function feedFile(name: string): { kind: FeedKind; province: string } | null {
  const [, kind, province] = /^(location|schedule|slot)-(\d{2})\.ndjson$/.exec(name) ?? [];
  const found = feedKinds.find((one) => one.toLowerCase() === kind);
  return found && province ? { kind: found, province } : null;
}

export const manifest = (provinces: readonly { code: string; nameEn: string }[], at: Date, { url }: FeedOptions) => ({
  transactionTime: instant(at),
  request: `${url}/feed/$bulk-publish`,
  output: feedKinds.flatMap((kind) =>
    provinces.map(({ code, nameEn }) => ({
      type: kind,
      url: `${url}/feed/${kind.toLowerCase()}-${code}.ndjson`,
      extension: { state: [nameEn] },
    })),
  ),
  error: [],
});

export const ndjson = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
