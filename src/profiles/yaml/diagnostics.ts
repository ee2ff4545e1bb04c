import type { LineCounter } from 'yaml';
import type { ErrorCode, Problem } from '../../model/errors.ts';
import { adviseOnSlip } from './slip.ts';
import { keyOffset, valueOffset, type Path, type YamlNode } from './node.ts';

/** A text that a person wrote, under the name that problems show. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Line and column, both from 1, in a file. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The message about a place. */
export interface Diagnostic {
  readonly message: string;
  readonly hint?: string;
  /** Without it: the code of the file's kind. */
  readonly code?: ErrorCode;
}

/** A message that quotes more fills the screen, and tells nothing more. Letters. */
const LONGEST = 600;

/** Longer lines were written by no person. Letters. */
const LONGEST_LINE = 10_000;

/** A file made by a machine can be wrong in a million places; nobody reads more than this. */
const MOST = 1000;

/** Collects what is wrong in one file, each thing at one place once. */
export class Diagnostics {
  readonly file: TextFile;
  readonly #code: ErrorCode;
  readonly #lines: LineCounter;
  readonly #problems = new Map<string, Problem>();
  /** Slips that were told, by line. */
  readonly #slips = new Set<string>();

  /** `lines` is filled while the file is parsed; `code` is that of problems whose remark names none. */
  constructor(file: TextFile, code: ErrorCode, lines: LineCounter) {
    this.file = file;
    this.#code = code;
    this.#lines = lines;
  }

  get full(): boolean {
    return this.#problems.size >= MOST;
  }

  /** The problems in the order of their places. */
  get problems(): readonly Problem[] {
    return [...this.#problems.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** A collection of warnings about the same file, beside this one of mistakes. */
  aside(): Diagnostics {
    return new Diagnostics(this.file, this.#code, this.#lines);
  }

  place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.file.name, line, column: col };
  }

  /** Remarks on the character at an offset. A slip that shows there is told once, whatever else is wrong by it. */
  at(offset: number, remark: Diagnostic): void {
    if (this.full) return;
    const place = this.place(offset);
    const slip = this.#slipAt(offset, place);
    if (slip === undefined) return this.#add(place, remark);
    const known = `${place.line} ${slip}`;
    if (!this.#slips.has(known)) this.#add(place, { ...remark, hint: slip });
    this.#slips.add(known);
  }

  /** Remarks on the value at a path, or on what encloses it when it is missing. */
  atValue(root: YamlNode, path: Path, remark: Diagnostic): void {
    this.at(valueOffset(root, path), remark);
  }

  /** Remarks on the key at a path. */
  atKey(root: YamlNode, path: Path, remark: Diagnostic): void {
    this.at(keyOffset(root, path), remark);
  }

  /** Remarks on the file as a whole. */
  onFile(remark: Diagnostic): void {
    this.#add({ file: this.file.name, line: 0, column: 0 }, remark);
  }

  /** The slip that a line shows; lines of machines show none, and take long to look through for each problem. */
  #slipAt(offset: number, { column }: Place): string | undefined {
    const { text } = this.file;
    const start = offset - column + 1;
    const end = text.indexOf('\n', offset);
    const line = text.slice(Math.max(0, start), end < 0 ? undefined : end);
    return line.length > LONGEST_LINE ? undefined : adviseOnSlip(line, column - 1);
  }

  #add(place: Place, { message: whole, hint = '', code = this.#code }: Diagnostic): void {
    const message = whole.length > LONGEST ? `${whole.slice(0, LONGEST - 1)}…` : whole;
    if (!this.full) this.#problems.set(`${place.line}:${place.column}:${message}`, { code, ...place, message, hint });
  }
}

/** A file of YAML larger than this was not written by a person. Bytes. */
export const LARGEST_YAML = 2 ** 20;
