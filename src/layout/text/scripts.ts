/** Scripts that are in use, by their names in Unicode. Letters of others are shaped by the rules of the first of them. */
const NAMES = [
  'Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Syriac Thaana Nko Ethiopic Tifinagh Adlam Mongolian Cherokee',
  'Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Tibetan Meetei_Mayek Ol_Chiki',
  'Thai Lao Khmer Myanmar Tai_Tham New_Tai_Lue Tai_Le Cham Balinese Javanese Sundanese Buginese Tagalog',
  'Hangul Yi Canadian_Aboriginal Vai Osage Hanifi_Rohingya Chakma Newa Lisu',
].flatMap((line) => line.split(' '));

/** Signs, digits, blanks and marks: they stand behind letters of any script, and belong to them. */
const SHARED = /[\p{sc=Common}\p{sc=Inherited}]/u;
/** Chinese and Japanese scripts mix within words, and share their rules. */
const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}]/u;

const TESTS: readonly RegExp[] = [EAST_ASIAN, ...NAMES.map((name) => new RegExp(`\\p{sc=${name}}`, 'u'))];

/** The number of a letter's script; undefined for letters that all scripts share. */
function scriptOf(letter: string): number | undefined {
  return SHARED.test(letter) ? undefined : TESTS.findIndex((test) => test.test(letter));
}

/** Letters of one script, and of none. */
const PLAIN = /^[\p{sc=Latin}\p{sc=Common}\p{sc=Inherited}]*$/u;

/**
 * The places at which letters of another script begin: what all scripts share goes with the letters before it. Each script has
 * rules of its own for its letters, by which a shaper takes all that it is given.
 */
export function scriptStarts(letters: string): ReadonlySet<number> {
  const starts = new Set<number>();
  if (PLAIN.test(letters)) return starts;
  const known = new Map<string, number | undefined>();
  let script: number | undefined;
  let at = 0;
  for (const letter of letters) {
    if (!known.has(letter)) known.set(letter, scriptOf(letter));
    const own = known.get(letter);
    if (own !== undefined && script !== undefined && own !== script) starts.add(at);
    script = own ?? script;
    at += letter.length;
  }
  return starts;
}
