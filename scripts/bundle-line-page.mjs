// Bundles the line page's script, from the same functions that the server runs, into a module that its route inlines.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}app/[locale]/(public)/line/[round]`;

const { outputFiles } = await build({
  entryPoints: [`${folder}/browser.ts`],
  bundle: true,
  minify: true,
  format: 'iife',
  target: ['es2022'],
  tsconfig: `${root}tsconfig.json`,
  write: false,
});
const script = outputFiles[0].text.trim().replaceAll('</', '<\\/');
writeFileSync(`${folder}/browser.generated.ts`, `export const script = ${JSON.stringify(script)};\n`);
