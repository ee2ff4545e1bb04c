import { formatOfName, mayBeCode } from './formats/master-formats.ts';

/** Content of a file that is no picture or clip: words that go behind `got`, and what to do where it should be one. */
export interface Seeming {
  readonly what: string;
  readonly hint: string;
  /** `code`: text as programs and documents are made of, or nothing; `sound`: sound alone. Absent = neither. */
  readonly kind?: 'code' | 'sound';
}

/** Tells whether a file's name promises a picture or clip, so that what it seems to be is wrong under that name. */
export function isPromised(path: string, seeming: Seeming): boolean {
  if (formatOfName(path) === undefined) return false;
  if (seeming.kind === 'code' && mayBeCode(path)) return false;
  return !isSoundOfClip(path, seeming);
}

/** Tells whether a file holds only sound under an extension that clips share: not damaged, but worth a remark. */
export const isSoundOfClip = (path: string, { kind }: Seeming): boolean =>
  kind === 'sound' && formatOfName(path)?.mayBeSound === true;
