import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkPort, freePort } from './machine.mjs';
import { Problem } from './progress.mjs';
import { answers } from './redis.mjs';
import { webServerFile } from './web-server.mjs';

const host = '0.0.0.0';

/** The made-up identity provider: the settings by which the portal finds it, and a wait until it answers. */
export async function startIdentityProvider({ root, port, env, people, children }) {
  const issuerPort = await freePort(port);
  const own = {
    PROVIDER_PORT: String(issuerPort),
    PROVIDER_CLIENT_ID: 'charye-demo',
    PROVIDER_CLIENT_SECRET: env.OIDC_CLIENT_SECRET,
    PROVIDER_REDIRECT: `${env.CHARYE_URL}/api/auth/callback/identity`,
    PROVIDER_PEOPLE: people,
  };
  const provider = children.start('identity-provider', process.execPath, ['--import', 'tsx', 'scripts/identity-provider.ts'], {
    cwd: root,
    env: { ...env, ...own },
  });
  const ready = async () => {
    while (!(await answers(issuerPort))) {
      if (!children.isRunning(provider)) throw new Problem(`The identity provider did not start:\n${children.lastWords(provider)}`);
      await wait(50);
    }
  };
  return { ready, settings: { OIDC_ISSUER: `http://127.0.0.1:${issuerPort}`, OIDC_CLIENT_ID: 'charye-demo', OIDC_VERIFYING: 'true' } };
}

/** The web server: up when it says itself that it can do its work. */
export async function startWeb({ root, port, env, folder, children, dev = false }) {
  // Since the port was chosen there may have been a build, long enough for another program to take it and to answer in our place.
  await checkPort(port);
  const args = dev
    ? ['node_modules/next/dist/bin/next', 'dev', '-H', host, '-p', String(port)]
    : [webServerFile(folder), '--host', host, '--port', String(port)];
  const mode = { NODE_ENV: dev ? 'development' : 'production', CHARYE_BUILD_FOLDER: folder };
  const web = children.start('web', process.execPath, args, { cwd: root, env: { ...env, ...mode }, terminal: dev });
  for (;;) {
    if (!children.isRunning(web)) throw new Problem(`The web server did not start:\n${dev ? '' : children.lastWords(web)}`);
    const health = (await answers(port)) && (await askHealth(port));
    if (health) {
      if (health.ok) return;
      throw new Problem(`The web server started and can't work:\n${dev ? await health.text() : children.lastWords(web)}`);
    }
    await wait(50);
  }
}

/** Nothing when the server goes away while it is asked: then it is about to be found dead. */
async function askHealth(port) {
  try {
    return await fetch(`http://127.0.0.1:${port}/api/health`);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

export const has = (root, file) => existsSync(join(root, file));
