import { once } from '../../base/once.ts';

/** Letters, and the places of those that a line may begin with. */
export interface Breakable {
  readonly letters: string;
  readonly lineStarts: ReadonlySet<number>;
}

const BLANK = /[\t\n \u{1680}\u{2000}-\u{2006}\u{2008}-\u{200b}\u{205f}\u{3000}]/u;
const HYPHEN = /[-\u{2010}\u{2012}\u{2013}\u{2014}]/u;
/** Scripts that are written without blanks, whose lines may end behind any letter. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Yi}\u{3001}-\u{303f}\u{30fb}\u{30fc}\u{ff00}-\u{ff60}]/u;
/** Characters that may not begin a line, those that may not end one, and those that glue their neighbours together. */
const NOT_FIRST =
  /[\p{Pe}\p{Pf}\p{Mn}、。，．：；？！,.:;?!%‰℃°・…‥〜ー々〻ゝゞヽヾぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ\u{31f0}-\u{31ff}\u{ff61}\u{ff64}\u{ff65}\u{ff67}-\u{ff70}]/u;
const NOT_LAST = /[\p{Ps}\p{Pi}￥＄￡$£€]/u;
const GLUE = /[\u{a0}\u{2007}\u{2011}\u{202f}\u{2060}\u{feff}]/u;
/** Scripts without spaces between words, which are segmented by dictionary. */
const BY_DICTIONARY = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;

export const isBlank = (letter: string): boolean => BLANK.test(letter);

/** Tells whether a line may end between two letters: behind blanks and hyphens, and among letters of unspaced scripts. */
function mayPart(before: string, after: string): boolean {
  if (isBlank(after)) return false;
  if (isBlank(before) || HYPHEN.test(before)) return true;
  if (GLUE.test(before) || GLUE.test(after) || !(UNSPACED.test(before) || UNSPACED.test(after))) return false;
  return !NOT_FIRST.test(after) && !NOT_LAST.test(before);
}

/** Its dictionaries are loaded by the first text that needs them. */
const wordSegmenter = once(() => new Intl.Segmenter('th', { granularity: 'word' }));

/** The starts of words of scripts without blanks. */
function* wordStarts(letters: string): Generator<number> {
  for (const { 0: run, index } of letters.matchAll(BY_DICTIONARY)) {
    for (const word of wordSegmenter().segment(run)) if (word.index > 0) yield index + word.index;
  }
}

/** The places of letters that a line may begin with, wherever the one before it ends. */
export function lineStarts(letters: string): ReadonlySet<number> {
  const starts = new Set(wordStarts(letters));
  let before: string | undefined;
  let at = 0;
  for (const letter of letters) {
    if (before !== undefined && mayPart(before, letter)) starts.add(at);
    before = letter;
    at += letter.length;
  }
  return starts;
}
