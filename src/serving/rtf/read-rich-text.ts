import type { Color } from '../../model/recipe/recipe.ts';
import type {
  LetterStyle,
  LineSpacing,
  Paragraph,
  ParagraphStyle,
  RichText,
  TextRun,
} from '../../model/text/rich-text.ts';
import type { TextRules, TextSource } from '../../model/text/typesetting.ts';
import { decodeBytes } from './code-pages.ts';
import { type Group, readColors, readFonts, readServingColors, type TableFont } from './tables.ts';
import { isRich, type RtfToken, rtfTokens } from './tokens.ts';
import { changed, changedWhole, type Letters, START, type State, type Whole } from './words.ts';

const BLACK: Color = { r: 0, g: 0, b: 0, alpha: 255 };
/** Limit of nested groups; deeper ones are ignored. */
const MOST_GROUPS = 200;

/** Groups that hold tables, and those without visible text. */
const TABLES = new Set(['fonttbl', 'colortbl', 'cmykcolortbl', 'iscolortbl']);
const SKIPPED = new Set('stylesheet info pict header footer generator filetbl listtable object'.split(' '));

/** Control words that stand for characters. */
const LETTER_WORDS: Readonly<Record<string, string>> = {
  line: '\n',
  tab: '\t',
  emdash: '\u{2014}',
  endash: '\u{2013}',
  bullet: '\u{2022}',
  lquote: '\u{2018}',
  rquote: '\u{2019}',
  ldblquote: '\u{201c}',
  rdblquote: '\u{201d}',
  emspace: '\u{2003}',
  enspace: '\u{2002}',
};

function spacingOf({ distance, multiple }: State['lines']): LineSpacing {
  if (distance === 0) return { by: 'letters', value: 0 };
  if (multiple) return { by: 'multiple', value: Math.abs(distance) / 240 };
  return { by: distance > 0 ? 'least' : 'exact', value: Math.abs(distance) / 20 };
}

function paragraphStyle({ distance, multiple, ...lines }: State['lines']): ParagraphStyle {
  return { ...lines, spacing: spacingOf({ ...lines, distance, multiple }) };
}

/** Reads one text. */
class Reader {
  readonly #rules: TextRules;
  readonly #paragraphs: Paragraph[] = [];
  #runs: TextRun[] = [];
  #states: State[] = [];
  #state: State = START;
  /** Those of the last letters: a group may end before its paragraph does. */
  #lines = START.lines;
  #whole: Whole = {
    margins: { left: 0, top: 0, right: 0, bottom: 0 },
    vertical: 'top',
    fitting: { lines: 0, mostLines: 0 },
  };
  #fonts: ReadonlyMap<number, TableFont> = new Map();
  readonly #colors = {
    serving: new Map<number, Color>(),
    cmyk: new Map<number, Color>(),
    plain: new Map<number, Color>(),
  };
  /** Fallback characters still to be skipped after a Unicode escape. */
  #toSkip = 0;
  #bytes: number[] = [];
  /** True directly after an opening brace: the next control word may name a destination. */
  #opened = false;
  #starred = false;
  /** A group that is collected, or skipped where it has no name. */
  #group: { readonly name: string | undefined; readonly tokens: RtfToken[]; depth: number } | undefined;

  constructor(rules: TextRules) {
    this.#rules = rules;
  }

  read(token: RtfToken): void {
    if (this.#group) return this.#collect(token);
    if (token.kind !== 'byte') this.#flush();
    if (token.kind === 'open') return this.#open();
    if (token.kind === 'close') return this.#close();
    if (token.kind === 'word') return this.#word(token.word, token.value);
    this.#opened = false;
    if (token.kind === 'text') return this.#write(this.#unskipped(token.text));
    if (this.#toSkip > 0) this.#toSkip--;
    else if (token.kind === 'byte') this.#bytes.push(token.byte);
  }

  #open(): void {
    if (this.#states.length < MOST_GROUPS) this.#states.push(this.#state);
    this.#opened = true;
    this.#starred = false;
  }

  #close(): void {
    this.#state = this.#states.pop() ?? this.#state;
    this.#opened = false;
  }

  #collect(token: RtfToken): void {
    const group = this.#group;
    if (!group) return;
    if (token.kind === 'open') group.depth++;
    if (token.kind === 'close') group.depth--;
    if (group.depth > 0) {
      group.tokens.push(token);
      return;
    }
    this.#group = undefined;
    this.#table(group.name, group.tokens);
    this.#close();
  }

  #table(name: string | undefined, group: Group): void {
    if (name === 'fonttbl') this.#fonts = new Map([...this.#fonts, ...readFonts(group)]);
    const { serving, cmyk, plain } = this.#colors;
    const add = (into: Map<number, Color>, colors: ReadonlyMap<number, Color>): void => {
      for (const [at, color] of colors) into.set(at, color);
    };
    if (name === 'colortbl') add(plain, readColors(group));
    if (name === 'cmykcolortbl' && this.#rules === 'text') add(cmyk, readColors(group));
    if (name === 'iscolortbl' && this.#rules === 'textPs') add(serving, readServingColors(group));
  }

  #unskipped(text: string): string {
    const letters = Array.from(text);
    const skipped = Math.min(this.#toSkip, letters.length);
    this.#toSkip -= skipped;
    return skipped === 0 ? text : letters.slice(skipped).join('');
  }

  #word(word: string, value: number | undefined): void {
    const first = this.#opened;
    if (word === '*') {
      this.#starred = first;
      return;
    }
    this.#opened = false;
    if (first && (TABLES.has(word) || this.#starred || SKIPPED.has(word))) {
      this.#group = { name: TABLES.has(word) ? word : undefined, tokens: [], depth: 1 };
      return;
    }
    if (word === 'par') return this.#endParagraph();
    if (word === 'u') return this.#writeNumbered(value ?? 0);
    const letter = Object.hasOwn(LETTER_WORDS, word) ? LETTER_WORDS[word] : undefined;
    if (letter !== undefined) return this.#write(letter);
    this.#state = changed(this.#state, this.#rules, word, value);
    this.#whole = changedWhole(this.#whole, this.#rules, word, value);
  }

  /** `\u` has 16 bits, signed; halves of a pair of surrogates stand behind each other. */
  #writeNumbered(value: number): void {
    this.#write(String.fromCharCode(((value % 65_536) + 65_536) % 65_536));
    this.#toSkip = this.#state.instead;
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const { font } = this.#state.letters;
    const bytes = this.#bytes;
    this.#bytes = [];
    this.#write(decodeBytes(bytes, this.#fonts.get(font ?? -1)?.charset ?? 0));
  }

  #colorOf(at: number): Color {
    const { serving, cmyk, plain } = this.#colors;
    return serving.get(at) ?? plain.get(at) ?? cmyk.get(at) ?? BLACK;
  }

  #style({ font, color, bold, italic, size, largestSize, ...rest }: Letters): LetterStyle {
    const name = font === undefined ? '' : (this.#fonts.get(font)?.name ?? '');
    const fitted = largestSize > size ? { largestSize } : {};
    return { ...rest, font: { name, bold, italic }, color: this.#colorOf(color), size, ...fitted };
  }

  #write(text: string): void {
    if (text === '') return;
    this.#runs.push({ text, style: this.#style(this.#state.letters) });
    this.#lines = this.#state.lines;
  }

  #endParagraph(): void {
    this.#paragraphs.push({
      runs: this.#runs,
      style: paragraphStyle(this.#runs.length > 0 ? this.#lines : this.#state.lines),
      empty: this.#style(this.#state.letters),
    });
    this.#runs = [];
  }

  /** An end of a paragraph that nothing follows begins no other one. */
  finish(): RichText {
    this.#flush();
    if (this.#runs.length > 0 || this.#paragraphs.length === 0) this.#endParagraph();
    return { paragraphs: this.#paragraphs.map(wellFormed), ...this.#whole };
  }
}

/** Runs of one look as one, so that what was written piece by piece is shaped together. */
function joined(runs: readonly TextRun[]): readonly TextRun[] {
  const out: TextRun[] = [];
  let last = '';
  for (const run of runs) {
    const look = JSON.stringify(run.style);
    const before = out.at(-1);
    if (before && look === last) out[out.length - 1] = { text: before.text + run.text, style: run.style };
    else out.push(run);
    last = look;
  }
  return out;
}

/** Halves of surrogate pairs that stand alone are no letters, nor are signs that steer old machines. */
const lettersOf = (text: string): string =>
  text.replaceAll(/\p{Surrogate}/gu, '\u{fffd}').replaceAll(/(?![\t\n])\p{Cc}/gu, '');

function wellFormed({ runs, ...paragraph }: Paragraph): Paragraph {
  return { ...paragraph, runs: joined(runs).map(({ text, style }) => ({ text: lettersOf(text), style })) };
}

/** Parses the content of a text layer. Never throws. */
export function readRichText({ text, rules }: TextSource): RichText {
  const reader = new Reader(rules);
  if (isRich(text)) for (const token of rtfTokens(text)) reader.read(token);
  else reader.read({ kind: 'text', text: text.replaceAll(/\r\n?/g, '\n') });
  return reader.finish();
}
