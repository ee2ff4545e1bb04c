import { freeze } from '../base/plain-data.ts';
import type { PictureRecipe, Recipe } from '../model/recipe/recipe.ts';
import { EMPTY_PICTURE } from '../model/recipe/recipe-tree.ts';
import { isRefusal, type Refusal } from './read-arguments.ts';
import { type Command, readValue, type SegmentCommand } from './command.ts';
import { commandNamed } from './commands/index.ts';
import { decode } from './grammar.ts';
import { foreignReason } from './foreign-parameters.ts';
import { conflictsOf } from './conflicts.ts';
import { type Assignment, type Definitions, expandModifiers } from './expand.ts';
import { withoutOwnTreatment } from './layered.ts';
import {
  type CommandProblem,
  type Finding,
  foreignParameter,
  innerCommand,
  profileCommand,
  refusedSegment,
  refusedValue,
  missingValue,
  strayWord,
  unknownCommand,
} from './problem.ts';
import { type IdlePart, idleParts } from './idle-part.ts';
import { Segments, UNHEARD_BY_EFFECTS } from './segments.ts';
import { isDrawing, withVariables } from './drawing-variables.ts';

export interface ParseOptions extends Definitions {
  /**
   * strict: every problem is an error, but for what was never meant for the picture. lenient, for pasted addresses: all
   * problems are warnings, and their commands are left out.
   */
  readonly mode: 'strict' | 'lenient';
}

export interface ParsedModifiers {
  /** The recipe that the sound commands say, whatever the problems. */
  readonly recipe: PictureRecipe;
  /** In the order of the text, at most 100. */
  readonly problems: readonly CommandProblem[];
  /** Parts of the text itself (without macros) that have no effect; at most as many as problems. */
  readonly idle: readonly IdlePart[];
}

/** Limit of reported problems: a hostile text may have a million. */
const MOST_PROBLEMS = 100;
/** A word as a name of a preset or of a command is one. */
const WORD = /^[\w.-]+$/;
/** Requests in each other: production addresses have two or three. */
const MOST_NESTED = 8;
const NONE: ReadonlyMap<string, string> = new Map();

class Folding {
  recipe: Recipe = EMPTY_PICTURE;
  readonly problems: CommandProblem[];
  readonly idle: IdlePart[];
  readonly #mode: ParseOptions['mode'];
  readonly #depth: number;
  /** The last position of each command. */
  readonly #columns = new Map<string, number>();
  readonly #segments = new Segments();

  readonly #known: Iterable<string>;

  /** `known` are names of presets, `around` is the request that this one is part of, `depth` how many it lies in. */
  constructor(mode: ParseOptions['mode'], known: Iterable<string>, around?: Folding, depth = 0) {
    this.#mode = mode;
    this.#known = known;
    this.problems = around?.problems ?? [];
    this.idle = around?.idle ?? [];
    this.#depth = depth;
  }

  readonly report = (finding: Finding, column: number): void => {
    if (this.problems.length >= MOST_PROBLEMS) return;
    const severity = this.#mode === 'lenient' ? 'warning' : 'error';
    this.problems.push({ severity, ...finding, column: finding.column ?? column });
  };

  fold(assignment: Assignment): void {
    // Looking up what was meant costs; beyond the last problem that is told there is no need.
    const row = commandNamed(assignment.name);
    if (row?.status === 'ready') return this.#apply(row, assignment);
    if (row?.status === 'segment') return this.#enter(row, assignment);
    // Put in before anything is folded.
    if (row?.status === 'expanded') return;
    if (this.problems.length < MOST_PROBLEMS) this.#refuse(assignment);
  }

  #refuse({ name, bare, column }: Assignment): void {
    const foreign = foreignReason(name);
    const unknown = bare === true && WORD.test(name) ? strayWord(name, this.#known) : unknownCommand(name);
    this.report(foreign === undefined ? unknown : foreignParameter(name, foreign), column);
  }

  #enter(row: SegmentCommand, { value, column }: Assignment): void {
    const fault = this.#segments.enter(row.name, decode(value));
    if (fault && this.problems.length < MOST_PROBLEMS) this.report(refusedSegment(row, fault), column);
  }

  #nested(commands: Iterable<Assignment>, variables: ReadonlyMap<string, string>): PictureRecipe | undefined {
    if (this.#depth >= MOST_NESTED) return undefined;
    const inner = new Folding(this.#mode, this.#known, this, this.#depth + 1);
    for (const assignment of commands) inner.fold(assignment);
    return inner.finish(variables);
  }

  #refuseValue(row: Command, refusal: Refusal, { column, bare, verbatim }: Assignment): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    const placed = verbatim ? refusal : { ...refusal, column };
    this.report(bare === true ? missingValue(row, placed) : refusedValue(row, placed), column);
  }

  /** Warns of a layer command after `effect`, where it has no effect. Outside of any segment that was reported before. */
  #tellUnheard({ name }: Command, column: number): void {
    if (!this.#segments.isEffect || this.idle.length >= MOST_PROBLEMS) return;
    this.idle.push({ name, command: name, column, reason: UNHEARD_BY_EFFECTS });
  }

  #apply(row: Command, assignment: Assignment): void {
    const { value, column, valueColumn, verbatim, within, variablesWithin } = assignment;
    if (row.scope === 'profile') return this.report(profileCommand(row.name), column);
    if (row.outermost && this.#depth > 0) return this.report(innerCommand(row.name), column);
    const place = this.#segments.placeOf(row);
    if (place === undefined) return this.#tellUnheard(row, column);
    const nested = (text: string, at: number, path = '') =>
      this.#nested(within(text, at), isDrawing(path) ? variablesWithin(text) : NONE);
    const values = readValue(row, { text: value, column: valueColumn, nested });
    if (isRefusal(values)) return this.#refuseValue(row, values, assignment);
    const room = MOST_PROBLEMS - this.idle.length;
    if (verbatim && room > 0) this.idle.push(...idleParts(row, column).slice(0, room));
    this.recipe = row.apply(this.recipe, values, place);
    this.#columns.set(row.name, column);
  }

  /**
   * Reports conflicts between commands, at their positions, once all were applied. `variables`: variables that a
   * drawing may use, as written.
   */
  finish(variables: ReadonlyMap<string, string>): PictureRecipe {
    const folded = withoutOwnTreatment(this.recipe.kind === 'picture' ? this.recipe : EMPTY_PICTURE);
    const recipe = withVariables(folded, variables);
    for (const conflict of conflictsOf(recipe)) {
      this.report({ ...conflict, code: 'COMMAND_RANGE' }, this.#columns.get(conflict.command) ?? 1);
    }
    return recipe;
  }
}

/**
 * Folds modifier text into a recipe: the last of two equal commands wins, position means nothing else. Never throws,
 * whatever the text; commands with problems are skipped, and the caller decides by their severity.
 */
export function parseModifiers(text: string, { mode, ...definitions }: ParseOptions): ParsedModifiers {
  const folding = new Folding(mode, definitions.macroNames ?? []);
  const left = new Map<string, string>();
  const leave = (name: string, value: string): void => void left.set(name, value);
  for (const assignment of expandModifiers(text, definitions, { report: folding.report, leave }))
    folding.fold(assignment);
  return freeze({ recipe: folding.finish(left), problems: folding.problems, idle: folding.idle });
}
