import { encodedPath } from '../base/encoded-path.ts';

/** The address of a file below the output. `base` is put before it as it is; '' = relative to the output. */
export function addressOf(path: string, base = ''): string {
  return base === '' || base.endsWith('/') ? `${base}${encodedPath(path)}` : `${base}/${encodedPath(path)}`;
}
