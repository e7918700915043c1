const key = 'charye-pass-end';

/** When this browser's own pass ends, by its own clock (ms): nothing is decided by it. Null where nothing was kept, or storage is shut. */
export function readPassEnd(): number | null {
  try {
    const end = Number(localStorage.getItem(key));
    return end > 0 ? end : null;
  } catch {
    return null;
  }
}

export function keepPassEnd(end: number | null): void {
  try {
    if (end === null) localStorage.removeItem(key);
    else localStorage.setItem(key, String(Math.round(end)));
  } catch {
    // A browser that keeps nothing shows no time on the public pages, and all else works.
    return;
  }
}
