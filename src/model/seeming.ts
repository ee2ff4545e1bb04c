import { formatOfName, mayBeCode } from './formats/master-formats.ts';

/** Content of a file that is no picture or clip: words that go behind `got`, and what to do where it should be one. */
export interface Seeming {
  readonly what: string;
  readonly hint: string;
  /** `code`: text as programs and documents are made of, or nothing; `sound`: sound alone. Absent = neither. */
  readonly kind?: 'code' | 'sound';
}

/** Tells whether a file's name promises a picture or clip, so that what it seems to be is wrong under that name. */
export function isPromised(path: string, { kind }: Seeming): boolean {
  const format = formatOfName(path);
  if (format === undefined) return false;
  if (kind === 'code' && mayBeCode(path)) return false;
  return !(kind === 'sound' && format.mayBeSound === true);
}
