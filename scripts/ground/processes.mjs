import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    if (error.code !== 'EPERM') throw error;
  }
  return !existsSync('/proc/self/stat') || stateOf(pid) !== 'Z';
}

/** A text that no other process has, though numbers come round again: when it was born, in which boot of the machine. */
export function identity(pid) {
  if (!existsSync('/proc/self/stat')) return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  const bornAtTick = fieldsOf(pid)?.[19];
  return bornAtTick && `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${bornAtTick}`;
}

const stateOf = (pid) => fieldsOf(pid)?.[0];

/** The fields of /proc/<pid>/stat that stand after the name, which may hold spaces and brackets itself. */
function fieldsOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}
