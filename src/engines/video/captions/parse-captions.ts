import { DEFAULT_LIMITS } from '../../../model/master-limits.ts';
import type { Captions, Cue, CueProblem } from './cue.ts';
import { cleanRegion, parseCueSettings, regionId } from './cue-settings.ts';
import { cleanCueText, placeSettings } from './cue-text.ts';
import { ARROW, parseCueTimes } from './cue-time.ts';

/** The form of a file of captions. */
export type CaptionForm = 'vtt' | 'srt';

/** Lines that belong together; `line` of the first, from 1. */
interface Block {
  readonly line: number;
  readonly lines: readonly string[];
}

const isArrow = (line: string): boolean => line.includes(ARROW);

/** The end of a block: at a blank line, or at the times of the next cue where files leave the blank line out. */
function endOfBlock(lines: readonly string[], from: number): number {
  let seen = false;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? '';
    // Before its own times a cue has its id and no more.
    if (line.trim() === '' || (isArrow(line) && (seen || at - from > 1))) return at;
    seen ||= isArrow(line);
  }
  return lines.length;
}

/** The block that begins at a line. The number before the times of the next cue is that one's. */
function takeBlock(lines: readonly string[], from: number): Block {
  const to = endOfBlock(lines, from);
  const numbered = isArrow(lines[to] ?? '') && to - from > 2 && /^\s*\d+\s*$/.test(lines[to - 1] ?? '');
  return { line: from + 1, lines: lines.slice(from, numbered ? to - 1 : to) };
}

function* blocksOf(lines: readonly string[], from: number): Generator<Block> {
  for (let at = from; at < lines.length;) {
    if (lines[at]?.trim() === '') at++;
    else {
      const block = takeBlock(lines, at);
      yield block;
      at += block.lines.length;
    }
  }
}

/** Reads the blocks of one file. */
class Reader {
  readonly #form: CaptionForm;
  readonly #most: number;
  readonly #cues: Cue[] = [];
  readonly #styles: string[] = [];
  readonly #regions = new Map<string, string>();
  readonly #problems: CueProblem[] = [];
  #tooMany: string | null = null;

  constructor(form: CaptionForm, most: number) {
    this.#form = form;
    this.#most = most;
  }

  read(text: string): Captions {
    const lines = text
      .replace(/^\uFEFF/, '')
      .replaceAll('\0', '\uFFFD')
      .split(/\r\n|\r|\n/);
    const from = this.#form === 'vtt' ? this.#afterHead(lines) : 0;
    for (const block of blocksOf(lines, from)) {
      this.#block(block);
      if (this.#cues.length > this.#most) this.#tooMany = 'cues';
      if (this.#tooMany !== null) break;
    }
    const cues = this.#cues.toSorted((a, b) => a.start - b.start);
    const regions = [...this.#regions.values()];
    return { cues, styles: this.#styles, regions, problems: this.#problems, tooMany: this.#tooMany };
  }

  /** Checks the header of a WebVTT file; returns the index of the line after it. */
  #afterHead(lines: readonly string[]): number {
    if (!/^WEBVTT(?:[ \t]|$)/.test(lines[0] ?? '')) {
      this.#problem(1, `expected WEBVTT in the first line, got ${quote(lines[0] ?? '')}`);
      return 0;
    }
    const end = lines.findIndex((line, i) => i > 0 && (line.trim() === '' || parseCueTimes(line) !== undefined));
    return end < 0 ? lines.length : end;
  }

  #block({ line, lines }: Block): void {
    const [first = '', second = ''] = lines;
    const body = lines.slice(1).join('\n');
    if (isArrow(first)) this.#cue('', first, line, body);
    else if (isArrow(second)) this.#cue(first.trim(), second, line + 1, lines.slice(2).join('\n'));
    else if (this.#form === 'vtt' && /^NOTE(?:\s|$)/.test(first)) return;
    else if (this.#form === 'vtt' && /^STYLE\s*$/.test(first)) this.#styles.push(body);
    else if (this.#form === 'vtt' && /^REGION\s*$/.test(first)) this.#region(line, body);
    else this.#problem(line, `expected a cue, got ${quote(first)} without times`);
  }

  #region(line: number, body: string): void {
    const clean = cleanRegion(body);
    const id = regionId(clean);
    if (id === undefined) this.#problem(line, 'expected an id for a region, got none');
    else this.#regions.set(id, clean);
  }

  #cue(id: string, timing: string, line: number, body: string): void {
    const times = parseCueTimes(timing);
    if (times === undefined) return this.#problem(line, `expected two times, got ${quote(timing)}`);
    const { start, end, rest } = times;
    if (end <= start) return this.#problem(line, `expected an end after the start of the cue, got ${quote(timing)}`);
    const text = cleanCueText(body, times);
    // Tags alone show nothing.
    if (text.replaceAll(/<[^<>]*>/g, '') === '') return this.#problem(line, 'expected a text for the cue, got none');
    const told = this.#settings(rest, line);
    // What a cue's own settings say wins over codes in its text.
    const settings = told.length > 0 ? told : placeSettings(body);
    this.#cues.push({ id: this.#form === 'srt' ? '' : id, start, end, settings, text });
  }

  /** SubRip coordinates refer to a picture of unknown size and are dropped. */
  #settings(text: string, line: number): readonly string[] {
    if (this.#form === 'srt') return [];
    const { settings, invalid } = parseCueSettings(text, this.#regions);
    for (const word of invalid) this.#problem(line, `expected a setting of a cue, got ${quote(word)}`);
    return settings;
  }

  #problem(line: number, message: string): void {
    // A problem with each cue is as many as can mean anything.
    if (this.#problems.length < this.#most) this.#problems.push({ line, message });
    else this.#tooMany = 'lines that are no cues';
  }
}

// Enough to know the place again.
const QUOTED = 60;

function quote(text: string): string {
  const short = text.trim().slice(0, QUOTED);
  return `"${short}${text.trim().length > QUOTED ? '…' : ''}"`;
}

/**
 * Reads captions as WebVTT or SubRip. Kind to what real files do (byte order marks, line ends of any system, commas,
 * missing blank lines and heads); a cue that cannot be shown is left out and told with its line. No more than `most`
 * cues are read.
 */
export function parseCaptions(text: string, form: CaptionForm, most = DEFAULT_LIMITS.maxcues): Captions {
  return new Reader(form, most).read(text);
}
