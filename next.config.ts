import type { NextConfig } from 'next';

/** What is not a page of a language: routes of the machine kind, and files. */
const machines =
  'line/[^/]+/(?:document\\.json|accuracy\\.json|present)$|draw/[^/]+/record\\.json|record/head\\.json|sign-in/status\\.json|availability/[^/]+$|feed/[^/]+$';
const untranslated = `en(?:/|$)|ko(?:/|$)|api/|_next/|staff-assets/|${machines}|[^/]+\\.[a-z0-9]+$`;

/** The line page and its document say themselves how long they hold. `/when/check` answers a form about one person. */
const publicPages = [
  '/',
  '/when',
  '/when/:round((?!check$)[^/]+)',
  '/when/:round/:sido(\\d{2})',
  '/draw/:round',
  '/notices/real',
  '/privacy',
  '/sign-in',
  '/sign-in/problem/:reason?',
  '/pass/:code',
];

const config: NextConfig = {
  // `npm test` builds beside a running `npm start`.
  distDir: process.env.CHARYE_BUILD_FOLDER ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Two advisories in 2026, and nothing here needs it.
  images: { unoptimized: true },
  // A page older than this is made anew before it is served. Until then the last one is shown (it says of when it is)
  // while a new one is made, also while the database can't be reached.
  expireTime: 300,
  experimental: {
    inlineCss: true,
    // A server that starts answers before it has read every page there is: a fifth less of the processor until then.
    preloadEntriesOnStart: false,
    // Pages are remembered in memory alone, so that invented addresses can't fill the disk.
    isrFlushToDisk: false,
  },
  // The language is in the address: Korean at /, every other under its own name.
  rewrites: async () => ({
    beforeFiles: [
      { source: '/', destination: '/ko' },
      { source: `/:path((?!${untranslated}).+)`, destination: '/ko/:path' },
    ],
    afterFiles: [],
    fallback: [],
  }),
  redirects: async () => [
    { source: '/ko', destination: '/', permanent: false },
    { source: '/ko/:path+', destination: '/:path+', permanent: false },
  ],
  headers: async () => [
    // What no other rule and no route names is somebody's own, also a redirect or a refusal of a method.
    {
      source: `/:path((?!_next/|(?:en/)?line/[^/]+$|line/[^/]+/(?:document|accuracy)\\.json$|draw/[^/]+/record\\.json$|record/head\\.json$|sign-in/status\\.json$|availability/[^/]+$|feed/[^/]+$).*)`,
      headers: [{ key: 'Cache-Control', value: 'private, no-store' }],
    },
    // What is free: a few seconds old at most, also in the moment in which a crowd looks for it.
    ...['', '/en'].map((language) => ({
      source: `${language}/supply/:path+`,
      headers: [{ key: 'Cache-Control', value: 'public, max-age=0, s-maxage=5, stale-while-revalidate=15, stale-if-error=86400' }],
    })),
    // The pages that are the same for everybody. Without servers the edge keeps showing them for a day.
    ...publicPages.flatMap((source) =>
      ['', '/en'].map((language) => ({
        source: source === '/' ? language || '/' : `${language}${source}`,
        headers: [{ key: 'Cache-Control', value: 'public, max-age=0, s-maxage=10, stale-while-revalidate=60, stale-if-error=86400' }],
      })),
    ),
    ...['/favicon.svg', '/robots.txt', '/site.webmanifest'].map((source) => ({
      source,
      headers: [{ key: 'Cache-Control', value: 'public, max-age=3600, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400' }],
    })),
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        // `no-referrer` would make forms send `Origin: null`.
        { key: 'Referrer-Policy', value: 'strict-origin' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), payment=()' },
      ],
    },
  ],
};

export default config;
