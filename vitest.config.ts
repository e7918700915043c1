import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const key = () => randomBytes(32).toString('base64');

/** All the settings of lib/platform/env.ts; test/database.ts gives each file its DATABASE_URL. */
const env = {
  CHARYE_DEPLOYMENT: 'test',
  CHARYE_URL: 'http://localhost:3999',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/no-database-in-unit-tests',
  CHARYE_DATABASE_POOL: '10',
  CHARYE_SESSION_SECRET: key(),
  CHARYE_SIGNING_KEYS: `1:${key()}`,
  CHARYE_DATA_KEYS: `1:${key()}`,
  CHARYE_LOOKUP_KEY: key(),
  OIDC_ISSUER: 'http://localhost:3998',
  OIDC_CLIENT_ID: 'charye-demo',
  OIDC_CLIENT_SECRET: key(),
  OIDC_VERIFYING: 'true',
  UPSTASH_REDIS_REST_URL: '',
  UPSTASH_REDIS_REST_TOKEN: '',
  REDIS_URL: '',
};

const databaseTests = '**/*.db.test.{ts,tsx}';
/** These need nginx and, one of them, the whole portal: `npm test -- edge` sees to both. */
const edgeTests = 'edge/**/*.edge.test.ts';
const exclude = ['node_modules/**', '.next*/**', '.charye*/**', 'e2e/**'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/[/\\]$/, '') } },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    env,
    // Ten times what a calm machine takes: a slow, shared one of two cores passes too.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // A second, where nothing is said, is shorter than a pause of a busy machine.
    expect: { poll: { timeout: 60_000, interval: 10 } },
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...exclude, databaseTests, edgeTests] } },
      {
        extends: true,
        test: { name: 'database', include: [databaseTests], exclude, setupFiles: ['test/database.ts'], globalSetup: ['test/template.ts'] },
      },
      { extends: true, test: { name: 'edge', include: [edgeTests], exclude } },
    ],
  },
});
