import type { ValueReader } from './values.ts';

/** The one that is told of a finished run: a program with its arguments, or an address. */
export type DoneTarget = { readonly program: readonly [string, ...string[]] } | { readonly url: string };

/** Words of a command line: parts in quotes are one word, a backslash takes the next letter as it is. No shell reads it. */
const WORD = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g;
const PART = /\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Splits a text into words as a shell does; undefined where a quote is not closed. */
function splitWords(text: string): readonly string[] | undefined {
  if (text.replaceAll(WORD, '').trim() !== '') return undefined;
  return (text.match(WORD) ?? []).map((word) =>
    word.replaceAll(PART, (_all, letter?: string, double?: string, single?: string) => {
      return letter ?? double?.replaceAll(/\\(.)/g, '$1') ?? single ?? '';
    }),
  );
}

/** Tells whether a URL is safe from eavesdropping: HTTPS, or this machine. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** `npm run build`, or an address that takes a POST: by https, or by http on this machine. */
export const doneTarget: ValueReader<DoneTarget> = {
  expected: 'a command such as "npm run build", or an https address (http on this machine alone)',
  read(given) {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(given)) {
      return URL.canParse(given) && isPrivate(new URL(given)) ? { url: given } : undefined;
    }
    const [program, ...args] = splitWords(given) ?? [];
    return program === undefined || program === '' ? undefined : { program: [program, ...args] };
  },
};
