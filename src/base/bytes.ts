const UNITS = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12, ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30, ti: 2 ** 40 } as const;

/** A JSON Schema pattern that every size matches. */
export const BYTES_PATTERN = String.raw`^\s*\d+(\.\d+)?\s*([kKmMgGtT][iI]?)?[bB]?\s*$`;

/** Parses `512MiB`, `3GiB`, `1.5 GB`, `1048576` into bytes (a whole number > 0); undefined when it is no size. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]i?)?b?\s*$/i.exec(text);
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase() as keyof typeof UNITS;
  const bytes = Math.round(Number(match[1]) * UNITS[unit]);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Prints bytes for people: `0 B`, `812 B`, `3.7 MB`, `1.2 GiB` with `binary`. Three figures at most. */
export function printBytes(bytes: number, { binary = false } = {}): string {
  const step = binary ? 1024 : 1000;
  const names = binary ? ['B', 'KiB', 'MiB', 'GiB', 'TiB'] : ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= step && unit < names.length - 1) {
    value /= step;
    unit++;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${names[unit]}`;
}
