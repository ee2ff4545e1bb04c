import type { TextRules } from '../../model/text/typesetting.ts';
import type { Alignment, LetterStyle, ParagraphStyle, RichText } from '../../model/text/rich-text.ts';

/** The look of letters as words say it: `RichText` has it with the tables put in. */
export interface Letters extends Omit<LetterStyle, 'font' | 'color' | 'largestSize'> {
  /** By the table of fonts; undefined: the usual one. */
  readonly font: number | undefined;
  /** By the table of colours. */
  readonly color: number;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly largestSize: number;
}

type Lines = Omit<ParagraphStyle, 'spacing'> & { readonly distance: number; readonly multiple: boolean };

/** Formatting state, saved and restored by groups. */
export interface State {
  readonly letters: Letters;
  readonly lines: Lines;
  /** The number of letters that stand for a `\u` where that is not understood. */
  readonly instead: number;
}

const PLAIN: Letters = {
  font: undefined,
  color: 0,
  bold: false,
  italic: false,
  size: 12,
  largestSize: 0,
  underlined: false,
  caps: 'none',
  script: 'base',
  rise: 0,
  kerning: true,
  tracking: 0,
  across: 100,
  down: 100,
  backwards: false,
};

const PARAGRAPH: Lines = {
  alignment: 'left',
  lastAlignment: 'left',
  firstIndent: 0,
  leftIndent: 0,
  rightIndent: 0,
  distance: 0,
  multiple: false,
  before: 0,
  after: 0,
};

/** The state in which a text begins. */
export const START: State = { letters: PLAIN, lines: PARAGRAPH, instead: 1 };

/** Points of a length in twips. */
const twips = (value: number): number => value / 20;
/** The largest size in points, and the longest way: more than any picture has, and numbers stay numbers. */
const MOST_SIZE = 10_000;
const sizeOf = (halves: number): number => Math.min(MOST_SIZE, Math.max(0, halves / 2));

type Change<T> = (value: number | undefined) => Partial<T>;

const on = (value: number | undefined): boolean => value !== 0;

function underlines(): Readonly<Record<string, Change<Letters>>> {
  const words = 'ul uld uldash uldashd uldashdd uldb ulth ulw ulwave'.split(' ');
  const change: Change<Letters> = (value) => ({ underlined: on(value) });
  return { ...Object.fromEntries(words.map((word) => [word, change])), ulnone: () => ({ underlined: false }) };
}

/** Control words of character formatting. */
const LETTER_WORDS: Readonly<Record<string, Change<Letters>>> = {
  plain: () => PLAIN,
  f: (value = 0) => ({ font: value }),
  fs: (value = 24) => ({ size: sizeOf(value) }),
  cf: (value = 0) => ({ color: value }),
  b: (value) => ({ bold: on(value) }),
  i: (value) => ({ italic: on(value) }),
  super: () => ({ script: 'super' }),
  sub: () => ({ script: 'sub' }),
  nosupersub: () => ({ script: 'base', rise: 0 }),
  up: (value = 6) => ({ rise: value / 2 }),
  dn: (value = 6) => ({ rise: -value / 2 }),
  kerning: (value = 1) => ({ kerning: value !== 0 }),
  kerningmetric: () => ({ kerning: true }),
  kerningoptical: () => ({ kerning: true }),
  expnd: (value = 0) => ({ tracking: value / 4 }),
  expndtw: (value = 0) => ({ tracking: twips(value) }),
  charscalex: (value = 100) => ({ across: Math.min(MOST_SIZE, Math.max(1, value)) }),
  charscaley: (value = 100) => ({ down: Math.min(MOST_SIZE, Math.max(1, value)) }),
  ltrch: () => ({ backwards: false }),
  ...underlines(),
};

const BACKWARDS: Readonly<Record<string, Change<Letters>>> = { rtlch: () => ({ backwards: true }) };

const PS_LETTER_WORDS: Readonly<Record<string, Change<Letters>>> = {
  caps: (value) => ({ caps: on(value) ? 'all' : 'none' }),
  scaps: (value) => ({ caps: on(value) ? 'small' : 'none' }),
  copyfit: (value = 0) => ({ largestSize: sizeOf(value) }),
};

const aligned =
  (alignment: Alignment): Change<Lines> =>
  () => ({ alignment });
const lastAligned =
  (lastAlignment: Alignment): Change<Lines> =>
  () => ({ lastAlignment });

/** Control words of paragraph formatting. */
const LINE_WORDS: Readonly<Record<string, Change<Lines>>> = {
  pard: () => PARAGRAPH,
  ql: aligned('left'),
  qr: aligned('right'),
  qc: aligned('center'),
  sl: (value = 0) => ({ distance: value }),
  slmult: (value = 0) => ({ multiple: value === 1 }),
  sb: (value = 0) => ({ before: Math.max(0, twips(value)) }),
  sa: (value = 0) => ({ after: Math.max(0, twips(value)) }),
};

const PS_LINE_WORDS: Readonly<Record<string, Change<Lines>>> = {
  qj: aligned('justify'),
  lastql: lastAligned('left'),
  lastqr: lastAligned('right'),
  lastqc: lastAligned('center'),
  lastqj: lastAligned('justify'),
  fi: (value = 0) => ({ firstIndent: twips(value) }),
  li: (value = 0) => ({ leftIndent: twips(value) }),
  ri: (value = 0) => ({ rightIndent: twips(value) }),
};

/** Settings of the whole document, wherever their control words stand. */
export type Whole = Pick<RichText, 'margins' | 'vertical' | 'fitting'>;

const margin =
  (side: keyof Whole['margins']) =>
  ({ margins }: Whole, value = 0): Partial<Whole> => ({ margins: { ...margins, [side]: Math.max(0, twips(value)) } });
const count = (value = 0): number => Math.min(MOST_SIZE, Math.max(0, value));

type WholeChange = (whole: Whole, value: number | undefined) => Partial<Whole>;

const WHOLE_WORDS: Readonly<Record<string, WholeChange>> = {
  vertalt: () => ({ vertical: 'top' }),
  vertalc: () => ({ vertical: 'center' }),
  vertalb: () => ({ vertical: 'bottom' }),
};

const PS_WHOLE_WORDS: Readonly<Record<string, WholeChange>> = {
  margl: margin('left'),
  margr: margin('right'),
  margt: margin('top'),
  margb: margin('bottom'),
  copyfitlines: ({ fitting }, value) => ({ fitting: { ...fitting, lines: count(value) } }),
  copyfitmaxlines: ({ fitting }, value) => ({ fitting: { ...fitting, mostLines: count(value) } }),
};

/** The words that each kind of text knows (reference G.5). */
const WORDS = {
  text: { letters: { ...LETTER_WORDS, ...BACKWARDS }, lines: LINE_WORDS, whole: WHOLE_WORDS },
  textPs: {
    letters: { ...LETTER_WORDS, ...PS_LETTER_WORDS },
    lines: { ...LINE_WORDS, ...PS_LINE_WORDS },
    whole: { ...WHOLE_WORDS, ...PS_WHOLE_WORDS },
  },
} as const;

const own = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** The state after a control word; unchanged where it is no character or paragraph formatting. */
export function changed(state: State, rules: TextRules, word: string, value: number | undefined): State {
  if (word === 'uc') return { ...state, instead: Math.min(16, Math.max(0, value ?? 1)) };
  const { letters, lines } = WORDS[rules];
  const ofLetters = own<Change<Letters>>(letters, word);
  if (ofLetters) return { ...state, letters: { ...state.letters, ...ofLetters(value) } };
  const ofLines = own<Change<Lines>>(lines, word);
  return ofLines ? { ...state, lines: { ...state.lines, ...ofLines(value) } } : state;
}

/** The same for settings of the whole document. */
export function changedWhole(whole: Whole, rules: TextRules, word: string, value: number | undefined): Whole {
  const change = own<WholeChange>(WORDS[rules].whole, word);
  return change ? { ...whole, ...change(whole, value) } : whole;
}
