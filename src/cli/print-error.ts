import { DmxError, ProfileError, printPlace, type Problem } from '../model/errors.ts';
import { OPTIONS } from '../profiles/options/options.ts';
import { jsonLine } from '../model/run/json-line.ts';
import type { OptionRow } from '../profiles/options/option.ts';
import { printable, type Paint } from '../base/paint.ts';

function printProblem({ hint, message, ...place }: Problem, paint: Paint): string {
  const advice = hint === '' ? '' : paint.dim(`  (${printable(hint)})`);
  return `${paint.bold(printable(printPlace(place)))}  ${printable(message)}${advice}`;
}

/** Every problem of some files, `file:line:column  message  (hint)`, one a line. */
export function printProblems(problems: readonly Problem[], paint: Paint): readonly string[] {
  return problems.map((problem) => printProblem(problem, paint));
}

/** Flags by the names that options have where nobody knows of a command line: their own, and their keys of dmx.yaml. */
const FLAGS = new Map(
  Object.entries<OptionRow<unknown>>(OPTIONS).flatMap(([name, { flag, file = name }]) => [
    [name, `--${flag}`] as const,
    [file, `--${flag}`] as const,
  ]),
);

/** A sentence with the flags of the options that it names. */
function withFlags(text: string): string {
  return text.replaceAll(/`(\w+)`/g, (quoted, name: string) => FLAGS.get(name) ?? quoted);
}

/** Prints an error that somebody can fix: code, sentence, place, hint. */
export function printDmxError(error: DmxError, paint: Paint): readonly string[] {
  const headline = `${paint.red('error')} ${paint.bold(error.code)}  ${printable(withFlags(error.message))}`;
  if (error instanceof ProfileError)
    return [headline, ...printProblems(error.problems, paint).map((line) => `  ${line}`)];
  const place = error.place === undefined ? [] : [`  ${paint.dim('at')} ${printable(error.place)}`];
  const hint = error.hint === '' ? [] : [`  ${paint.dim('→')} ${printable(withFlags(error.hint))}`];
  return [headline, ...place, ...hint];
}

/** The text of an error that nobody expected: everything that helps to find it. */
export function printBug(error: unknown, version: string, paint: Paint): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return [
    `${paint.red('error')} ${paint.bold('BUG')}  this is a bug in dmx, please report it with the lines below`,
    `  dmx ${version}, node ${process.version}, ${process.platform} ${process.arch}`,
    ...stack.split('\n').map((line) => `  ${line}`),
  ];
}

/** The same as a JSON line. */
export function errorLine(error: unknown): string {
  if (!(error instanceof DmxError)) return jsonLine({ type: 'error', code: 'BUG', message: String(error), hint: '' });
  const { code, message, hint, place = null } = error;
  const problems = error instanceof ProfileError ? { problems: error.problems } : {};
  return jsonLine({ type: 'error', code, message, place, hint, ...problems });
}
