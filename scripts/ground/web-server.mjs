// Bundles the web server's own part into one file beside the build; the framework and all packages stay where npm put them.
import { join } from 'node:path';

export const webServerFile = (folder) => join(folder, 'web-server.mjs');

export async function bundleWebServer(root, folder) {
  // Not above: this file is read before anything is installed.
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/web-server.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.json'),
    outfile: join(root, webServerFile(folder)),
    logLevel: 'error',
  });
}
