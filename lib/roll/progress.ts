export interface Progress {
  /** Bytes of the file that are done, and all of them. */
  done: number;
  size: number;
  lines: number;
  /** Since this run began, of this run alone. */
  seconds: number;
  bytesOfRun: number;
  linesOfRun: number;
}

const cells = 24;

const clock = (seconds: number): string => {
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), Math.floor(seconds % 60)];
  const two = (part: number) => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};

/** One line for the terminal: how much is done, how fast, and how long it will take at this rate. */
export function progressLine({ done, size, lines, seconds, bytesOfRun, linesOfRun }: Progress): string {
  const share = size > 0 ? Math.min(1, done / size) : 1;
  const filled = Math.floor(share * cells);
  const rate = seconds > 0 ? linesOfRun / seconds : 0;
  const left = bytesOfRun > 0 ? ((size - done) / bytesOfRun) * seconds : Number.NaN;
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(cells - filled)}]`;
  const remaining = Number.isNaN(left) ? '' : `, ${clock(Math.max(0, left))} left`;
  return `${bar} ${(share * 100).toFixed(1)} %  ${lines.toLocaleString('en-US')} lines, ${Math.round(rate).toLocaleString('en-US')}/s${remaining}`;
}
