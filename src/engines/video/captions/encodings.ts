/**
 * The encodings of captions in a language before UTF-8: names of the WHATWG Encoding Standard, the usual one first, and
 * what tells a right reading from a wrong one.
 */
export interface LanguageEncodings {
  readonly encodings: readonly [string, ...string[]];
  /** Characters beyond ASCII that the language is written with. */
  readonly isLetter: (character: string) => boolean;
  /** The most frequent of them: readings that mix up letters of one alphabet differ in these. */
  readonly frequent: string;
}

/** Tells whether a character belongs to an alphabet, in lower case. */
function letters(alphabet: string): (character: string) => boolean {
  const all = new Set(alphabet + alphabet.toUpperCase());
  return (character) => all.has(character);
}

const script =
  (pattern: RegExp): ((character: string) => boolean) =>
  (character) =>
    pattern.test(character);

const HAN = script(/^[\p{Script=Han}\u3000-\u303f\uff01-\uff5e]$/u);
// Half-width forms are what EUC-JP looks like when it is read as Shift_JIS.
const JAPANESE = script(/^[\p{Script=Han}\u3000-\u30ff\uff01-\uff5e]$/u);

/** Letters of Russian; other languages add some and leave some out. */
const RUSSIAN_LETTERS = 'абвгдежзийклмнопрстуфхцчшщъыьэюяё';

function cyrillic(more: string, frequent: string, koi8 = 'koi8-r'): LanguageEncodings {
  return {
    encodings: ['windows-1251', koi8, 'iso-8859-5', 'ibm866', 'x-mac-cyrillic'],
    isLetter: letters(RUSSIAN_LETTERS + more),
    frequent,
  };
}

/** Languages of Windows-1252: programs of Mac OS wrote them otherwise. */
const western = (alphabet: string): LanguageEncodings => ({
  ...{ encodings: ['windows-1252', 'macintosh'], isLetter: letters(alphabet), frequent: alphabet },
});

const central = (alphabet: string): LanguageEncodings => ({
  ...{ encodings: ['windows-1250', 'iso-8859-2'], isLetter: letters(alphabet), frequent: alphabet },
});

const baltic = (alphabet: string): LanguageEncodings => ({
  ...{ encodings: ['windows-1257', 'iso-8859-13', 'iso-8859-4'], isLetter: letters(alphabet), frequent: alphabet },
});

const turkish = (alphabet: string): LanguageEncodings => ({
  ...{ encodings: ['windows-1254'], isLetter: letters(alphabet), frequent: alphabet },
});

const arabic: LanguageEncodings = {
  ...{ encodings: ['windows-1256', 'iso-8859-6'], isLetter: script(/^\p{Script=Arabic}$/u), frequent: 'اليمونترهدب' },
};

const hebrew: LanguageEncodings = {
  ...{ encodings: ['windows-1255', 'iso-8859-8'], isLetter: script(/^\p{Script=Hebrew}$/u), frequent: 'יוהלאתמרבשנ' },
};

const RUSSIAN = cyrillic('', 'оеаинтсрвл');
const UKRAINIAN = cyrillic('іїєґў', 'оаиніевртс', 'koi8-u');
const SERBIAN = cyrillic('ђјљњћџѓќѕ', 'аоеинрсјтк');
const SERBIAN_LATIN = central('čćđšž');
const DANISH = western('æøåéö');

const CHINESE =
  '的一是不了在人有我他中大上和到要就可也你能子得自之年用道行然家事成方多去法好小心她前只日此已知正外很最';
const SIMPLIFIED = `${CHINESE}这个们来为国说时会对过发后里种经么学现当没还进样开从实无与长关点问头见话门让`;
const TRADITIONAL = `${CHINESE}這個們來為國說時會對過發後裡種經麼學現當沒還進樣開從實無與長關點問頭見話門讓`;

/** By language, some with a script or region. Of others nobody knows their letters: Windows-1252 is taken. */
const BY_LANGUAGE: Readonly<Record<string, LanguageEncodings>> = {
  ...{ ru: RUSSIAN, be: UKRAINIAN, uk: UKRAINIAN, bg: RUSSIAN, mk: SERBIAN, kk: RUSSIAN, ky: RUSSIAN, mn: RUSSIAN },
  ...{ sr: SERBIAN, 'sr-latn': SERBIAN_LATIN, hr: SERBIAN_LATIN, bs: SERBIAN_LATIN, sl: SERBIAN_LATIN },
  ...{ de: western('äöüß'), nl: western('éëïèöü'), sv: western('åäöé'), fi: western('åäö'), is: western('áéíóúýþæöð') },
  ...{ da: DANISH, no: DANISH, nb: DANISH, nn: western('æøåéöòôê') },
  ...{ fr: western('àâæçéèêëîïôœùûüÿ'), es: western('áéíñóúü'), it: western('àèéìòóù'), pt: western('ãáàâçéêíõóôúü') },
  ...{ en: western('éèêëïöüñçàâ'), ca: western('àçéèíïóòúü'), gl: western('áéíñóúü') },
  pl: central('ąćęłńóśźż'),
  cs: central('áčďéěíňóřšťúůýž'),
  sk: central('áäčďéíĺľňóôŕšťúýž'),
  hu: central('áéíóöőúüű'),
  ro: central('ăâîșțşţ'),
  sq: central('ëç'),
  el: { encodings: ['windows-1253', 'iso-8859-7'], isLetter: script(/^\p{Script=Greek}$/u), frequent: 'αοιετσνηυρ' },
  ...{ tr: turkish('çğıöşüİâî'), az: turkish('çğıöşüİ') },
  ...{ he: hebrew, yi: hebrew, ar: arabic, fa: arabic, ur: arabic },
  ...{ lt: baltic('ąčęėįšųūž'), lv: baltic('āčēģīķļņšūž'), et: baltic('äõöüšž') },
  vi: { encodings: ['windows-1258'], isLetter: script(/^[\p{Script=Latin}\p{Mn}]$/u), frequent: 'đêôơưăâ' },
  th: { encodings: ['windows-874'], isLetter: script(/^\p{Script=Thai}$/u), frequent: 'านรอกเงมย' },
  ja: { encodings: ['shift_jis', 'euc-jp'], isLetter: JAPANESE, frequent: 'のにはをたがでてとしなかれいる' },
  ko: { encodings: ['euc-kr'], isLetter: script(/^\p{Script=Hangul}$/u), frequent: '이다는을가에고지' },
  zh: { encodings: ['gb18030', 'big5'], isLetter: HAN, frequent: SIMPLIFIED },
  'zh-hant': { encodings: ['big5', 'gb18030'], isLetter: HAN, frequent: TRADITIONAL },
};

/** The encodings of a BCP 47 language; undefined where nothing tells a right reading of it from a wrong one. */
export function encodingsOf(language: string): LanguageEncodings | undefined {
  const { language: base, script: written } = new Intl.Locale(language).maximize();
  return BY_LANGUAGE[`${base}-${written?.toLowerCase()}`] ?? BY_LANGUAGE[base];
}
