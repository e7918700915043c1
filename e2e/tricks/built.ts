import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const server = join(process.env.CHARYE_BUILD_FOLDER ?? '.next-test', 'server');
const manifest = (name: string): unknown => JSON.parse(readFileSync(join(server, name), 'utf8'));

/** `/[locale]/(citizen)/book/page` is `/book` to people. */
export function builtRoutes(): string[] {
  const built = Object.keys(z.record(z.string(), z.string()).parse(manifest('app-paths-manifest.json')));
  return built.map(
    (name) =>
      name
        .replace(/^\/\[locale\]/, '')
        .replace(/\/\([^)]*\)/g, '')
        .replace(/\/(?:page|route)$/, '') || '/',
  );
}

const references = z.object({ node: z.record(z.string(), z.object({ exportedName: z.string() })), edge: z.object({}).strict() });

/** Names of the actions and the ids by which a request calls them. */
export const builtActions = (): Map<string, string> =>
  new Map(
    Object.entries(references.parse(manifest('server-reference-manifest.json')).node).map(([id, { exportedName }]) => [exportedName, id]),
  );

export function actionId(name: string): string {
  const id = builtActions().get(name);
  if (!id) throw new Error(`the build has no action ${name}`);
  return id;
}
