import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkNode, checkPort, freePort, onPath } from './machine.mjs';

test.each(['18.20.4', '20.18.3'])('Node %s is refused in one sentence that names it', (version) => {
  expect(() => checkNode(version)).toThrow(
    `Charye needs Node 20.19 or newer, and this is Node ${version}: install a newer one from https://nodejs.org.`,
  );
});

test.each(['20.19.0', '22.1.0', '24.0.0'])('Node %s will do', (version) => expect(() => checkNode(version)).not.toThrow());

test('a port in use is refused with what to do, and the search for a free one goes past it', async () => {
  const port = await freePort(41_000);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  await expect(checkPort(port)).rejects.toThrow(
    `Port ${port} is in use by another program: stop that, or choose another port, e.g. PORT=${port + 1000} npm start.`,
  );
  expect(await freePort(port)).toBeGreaterThan(port);
  server.close();
  await once(server, 'close');
  await expect(checkPort(port)).resolves.toBeUndefined();
});

test.each([0, 70_000, Number.NaN])('%s is no port', async (port) => {
  await expect(checkPort(port)).rejects.toThrow('PORT must be a number');
});

test('a program is found on the PATH, in the order of the names, and a folder of that name is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'charye-path-'));
  mkdirSync(join(folder, 'no-such-redis'));
  expect(onPath('no-such-redis', 'node')).toMatch(/node$/);
  expect(onPath('no-such-redis')).toBeUndefined();
});
