import type { Cue } from './cue.ts';
import { parseCueTimes, printCueTime } from './cue-time.ts';

/** Tags that WebVTT has (§4.2.2), and whether they need an annotation. */
const TAGS: Readonly<Record<string, 'none' | 'needed'>> = {
  ...{ b: 'none', i: 'none', u: 'none', c: 'none', ruby: 'none', rt: 'none', v: 'needed', lang: 'needed' },
};

const ENTITY = /&(?!(?:amp|lt|gt|lrm|rlm|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});)/gi;

/** Text between tags: what would be taken for a tag or an entity, or end the cue, is written as what it is. */
function escapeText(text: string): string {
  return text.replaceAll(ENTITY, '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '--&gt;');
}

/** Tags, override codes of Advanced SubStation Alpha, and text between them. */
const TOKENS = /<(\/?)([^<>]*)>|\{\\[^{}]*\}|[^<{]+|[<{]/g;

/** Override codes of Advanced SubStation Alpha. */
const CODES = /\{\\[^{}]*\}/g;

/** Dashes at the end of a tag would make an arrow of it. */
const withoutDashes = (text: string): string => text.replace(/(?<![-.\s])[-.\s]*-$/, '');

// A speaker in a language in a voice, spoken with emphasis, ruby beside it: what nests deeper means nothing.
const MOST_DEPTH = 16;

/** Writes the text of a cue anew, with every tag closed that is opened and none that WebVTT does not know. */
class CueText {
  readonly #end: number;
  readonly #open: string[] = [];
  #last: number;
  #text = '';

  constructor({ start, end }: Pick<Cue, 'start' | 'end'>) {
    this.#end = end;
    this.#last = start;
  }

  add([token = '', slash, inner]: RegExpMatchArray): void {
    if (token.startsWith('{\\')) return;
    if (inner === undefined) this.#text += escapeText(token);
    else if (slash === '/') this.#close(inner.trim().toLowerCase());
    else this.#tag(inner);
  }

  finish(): string {
    while (this.#open.length > 0) this.#pop();
    return this.#text;
  }

  #tag(inner: string): void {
    const time = /^[\d:.,]+$/.test(inner) ? parseCueTimes(`0:00 --> ${inner}`)?.end : undefined;
    if (time !== undefined) this.#time(time);
    else if (this.#open.length < MOST_DEPTH) this.#openTag(inner);
  }

  /** Times inside a cue grow, and lie within it. */
  #time(seconds: number): void {
    if (seconds <= this.#last || seconds >= this.#end) return;
    this.#last = seconds;
    this.#text += `<${printCueTime(seconds)}>`;
  }

  #openTag(inner: string): void {
    const [, name = '', classes = '', said = ''] = /^([A-Za-z]+)((?:\.[^\s.<>&]+)*)(?:\s+(.*))?$/s.exec(inner) ?? [];
    const tag = name.toLowerCase();
    const rule = TAGS[tag];
    if (rule === undefined || (tag === 'rt' && !this.#open.includes('ruby'))) return;
    const annotation = rule === 'needed' ? escapeText(withoutDashes(said.replaceAll(/\s+/g, ' ').trim())) : '';
    if (rule === 'needed' && annotation === '') return;
    this.#open.push(tag);
    this.#text += `<${tag}${withoutDashes(classes)}${annotation === '' ? '' : ` ${annotation}`}>`;
  }

  #close(name: string): void {
    if (!this.#open.includes(name)) return;
    while (this.#pop() !== name);
  }

  #pop(): string | undefined {
    const tag = this.#open.pop();
    if (tag !== undefined) this.#text += `</${tag}>`;
    return tag;
  }
}

/** The text of a cue as WebVTT asks for it, whatever tags it came with. */
export function cleanCueText(text: string, times: Pick<Cue, 'start' | 'end'>): string {
  const clean = new CueText(times);
  for (const token of text.matchAll(TOKENS)) clean.add(token);
  // Removing tags can join the text around them into a new character reference.
  const codeless = clean.finish().replaceAll(CODES, (codes) => codes.replace(/^\{\\+/, '{'));
  // …or an arrow, which would be the times of a cue.
  const written = codeless.replaceAll('-->', '--&gt;');
  // A blank line would end the cue.
  const lines = written.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}

/** The text of a title: no tags. */
export function plainCueText(text: string): string {
  return escapeText(
    text
      .replaceAll(/<[^<>]*>|\{\\[^{}]*\}/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
}

/**
 * The place where Advanced SubStation Alpha puts a text, as the settings of WebVTT have it: by the key of a number pad (`{\\an8}`),
 * at the bottom in the middle (2) unless something else is said.
 */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  ...{ 1: ['align:start', 'position:0%'], 3: ['align:end', 'position:100%'] },
  ...{ 4: ['line:50%', 'align:start', 'position:0%'], 5: ['line:50%'], 6: ['line:50%', 'align:end', 'position:100%'] },
  ...{ 7: ['line:0', 'align:start', 'position:0%'], 8: ['line:0'], 9: ['line:0', 'align:end', 'position:100%'] },
};

/** Its older spelling (`{\\a6}`): 1 to 3 at the bottom, 4 more at the top, 8 more in the middle. */
const OLD_PLACES: Readonly<Record<string, string>> = {
  ...{ 1: '1', 2: '2', 3: '3', 5: '7', 6: '8', 7: '9', 9: '4', 10: '5', 11: '6' },
};

/** The settings that the override codes in a text ask for: the first place that is named holds (ASS has it so). */
export function placeSettings(text: string): readonly string[] {
  for (const [codes] of text.matchAll(CODES)) {
    const [, key, old] = /\\an([1-9])(?!\d)|\\a(\d{1,2})(?!\d)/.exec(codes) ?? [];
    const place = key ?? OLD_PLACES[old ?? ''];
    if (place !== undefined) return PLACES[place] ?? [];
  }
  return [];
}
