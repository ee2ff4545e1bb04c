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
  return !(kind === 'code' && mayBeCode(path));
}

/** Tells whether it is sound in a file of which the name says a clip: of a kind that holds either. */
export const isSoundOfClip = (path: string, { kind }: Seeming): boolean =>
  kind === 'sound' && formatOfName(path)?.mayBeSound === true;
