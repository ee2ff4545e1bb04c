import { OVERRIDES_SUFFIX } from '../model/overrides.ts';

/** Refuses to write to what is no sidecar below the library: masters are never written to. Throws RangeError. */
export function checkSidecar(file: string): void {
  const plain = !file.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');
  if (plain && file.endsWith(OVERRIDES_SUFFIX) && !file.includes('\0')) return;
  throw new RangeError(`expected a sidecar below the library, got ${JSON.stringify(file)}`);
}
