import { largestFormats, outputFormat } from '../../model/formats/output-formats.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { tokenise } from '../../serving/grammar.ts';
import { parseModifiers, type ParseOptions } from '../../serving/parse.ts';
import type { CommandProblem } from '../../serving/problem.ts';
import type { Found } from '../yaml/check.ts';
import type { Diagnostics } from '../yaml/diagnostics.ts';
import { macrosOf, type ProfileLibrary } from '../library.ts';
import { nodeAt, valueOffset, type Path, type YamlNode } from '../yaml/node.ts';
import { idleWarning } from '../../serving/idle-part.ts';

/**
 * The recipe that a text means beside the presets of a library. Its problems have been told when the profiles were
 * read.
 */
export function recipeOf(
  text: string,
  library: ProfileLibrary,
  variables: NonNullable<ParseOptions['variables']> = {},
): PictureRecipe {
  return parseModifiers(text, { ...macrosOf(library), variables, mode: 'strict' }).recipe;
}

/**
 * Offset of a 1-based column of the text that stands at a path: the very character where the file spells the text as it
 * reads, else the start of the value (block scalars, escapes).
 */
function textOffset(root: YamlNode, path: Path, column: number): number {
  const spot = nodeAt(root, path);
  if (spot?.kind === 'scalar' && spot.verbatim !== null) return spot.verbatim + column - 1;
  return valueOffset(root, path);
}

/** Finds the offset of a command in the file. `column` is 1-based, in the text that was checked. */
export type Locate = (problem: Pick<CommandProblem, 'command' | 'column'>) => number;

type Warned = Pick<Found, 'findings' | 'warnings'>;

function remarkProblems(problems: readonly CommandProblem[], { findings, warnings }: Warned, at: Locate): void {
  for (const problem of problems) {
    const { code, message, hint, severity } = problem;
    (severity === 'warning' ? warnings : findings).at(at(problem), { code, message, hint });
  }
}

/** Checks the commands that keys were spelled as; every problem is a finding at the offset that `at` finds for it. */
export function checkCommands(text: string, library: ProfileLibrary, found: Found, at: Locate): void {
  remarkProblems(parseModifiers(text, { ...macrosOf(library), mode: 'strict' }).problems, found, at);
}

/** The same for a text written by a user: commands without effect are warned of. */
export function checkText(
  text: string,
  library: ProfileLibrary,
  found: Found,
  at: Locate,
  more: Pick<ParseOptions, 'body' | 'variables'> = {},
): void {
  const { problems, idle } = parseModifiers(text, { ...macrosOf(library), ...more, mode: 'strict' });
  remarkProblems(problems, found, at);
  for (const part of idle) found.warnings.at(at(part), idleWarning(`\`${part.name}\``, part.reason));
}

/** Checks that the picture a text asks for fits its format. */
export function checkSize(text: string, library: ProfileLibrary, findings: Diagnostics, at: Locate): void {
  const oversize = sizeProblem(recipeOf(text, library));
  if (oversize === undefined) return;
  const { command, ...remark } = oversize;
  const said = [...tokenise(text)].findLast(({ name }) => name.toLowerCase() === command);
  findings.at(at({ command, column: said?.column ?? 1 }), { ...remark, code: 'COMMAND_RANGE' });
}

/** Finds the offset of a problem in text that stands at a path. */
export function inText(root: YamlNode, path: Path): Locate {
  return ({ column }) => textOffset(root, path, column);
}

interface Oversize {
  readonly command: 'wid' | 'hei';
  readonly message: string;
  readonly hint: string;
}

/** A format holds sides up to its limit; more fails for every master, so the profile's author is told at once. */
export function sizeProblem({ view, output }: Pick<PictureRecipe, 'view' | 'output'>): Oversize | undefined {
  const format = outputFormat(output.format ?? 'jpeg');
  if (format === undefined) return undefined;
  const beyond = (side: number | undefined): boolean => side !== undefined && side > format.maxSide;
  const command = beyond(view.width) ? 'wid' : 'hei';
  const side = command === 'wid' ? view.width : view.height;
  if (!beyond(side)) return undefined;
  return {
    command,
    message: `expected at most ${format.maxSide} pixels for ${command} of ${format.names[0]}, got ${side}`,
    hint: `Ask for less, or choose another format: ${largestFormats().join(' and ')} hold the most.`,
  };
}
