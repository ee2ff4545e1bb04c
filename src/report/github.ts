import { relative, resolve, sep } from 'node:path';
import { plural } from '../base/text.ts';
import { DmxError, ERRORS, ProfileError, type Problem } from '../model/errors.ts';
import { makePaint } from '../base/paint.ts';
import { openPrettyReporter } from './pretty.ts';
import type { Reporter, ReportSetting, Streams } from './reporter.ts';
import { printSummary } from './summary.ts';
import { addEvent, makeTally, type FailureGroup, type Tally } from './tally.ts';

/** Annotations written of each kind: GitHub shows ten of a step and stores fifty of a job. */
const ANNOTATIONS = 50;

/** Escapes the text of a workflow command. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Escapes the value of a property of a workflow command. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * Breaks what would be taken for a command: in what people read, names of files begin lines, and GitHub looks past the
 * space before them. `##[` is one wherever it stands.
 */
function inert(text: string): string {
  return text.replaceAll(/:(?=:)/g, ': ').replaceAll('##[', '## [');
}

/** The folders that files are named from: by problems and paths, and by annotations. Absolute. */
export interface Checkout {
  readonly cwd: string;
  readonly root: string;
}

/** A file as annotations name it: below the checkout, `/`-separated. */
function fileOf(file: string, { cwd, root }: Checkout): string {
  return relative(root, resolve(cwd, file)).split(sep).join('/');
}

/** A master as annotations name it. */
function filePath(tally: Tally, asset: string, { root }: Checkout): string {
  return fileOf(asset, { cwd: tally.started?.library ?? root, root });
}

function printAnnotation(level: 'error' | 'warning', file: string, title: string, message: string): string {
  return `::${level} file=${escapeProperty(file)},title=${escapeProperty(title)}::${escapeData(message)}\n`;
}

function printErrors(tally: Tally, groups: readonly FailureGroup[], checkout: Checkout): readonly string[] {
  const failures = groups.flatMap((group) => group.first);
  const lines = failures.slice(0, ANNOTATIONS).map(({ asset, error }) => {
    const hint = error.hint === '' ? '' : `\n${error.hint}`;
    const title = error.rendition === null ? error.code : `${error.code} (${error.rendition})`;
    return printAnnotation('error', filePath(tally, asset, checkout), title, `${error.message}${hint}`);
  });
  const more = groups.reduce((sum, group) => sum + group.count, 0) - lines.length;
  return more > 0 ? [...lines, `::error::…and ${plural(more, 'more failure')}: dmx status\n`] : lines;
}

function printWarningAnnotations(tally: Tally, checkout: Checkout): readonly string[] {
  return [...tally.warnings.values()]
    .flatMap(({ message, first }) =>
      first.map((asset) => printAnnotation('warning', filePath(tally, asset, checkout), 'dmx', message)),
    )
    .slice(0, ANNOTATIONS);
}

/** The position properties of an annotation; line 0 = the whole file. */
function placeOf({ file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>, checkout: Checkout): string {
  const within = line > 0 ? `,line=${line},col=${column}` : '';
  return `file=${escapeProperty(fileOf(file, checkout))}${within},`;
}

const withHint = (message: string, hint: string): string => escapeData(hint === '' ? message : `${message}\n${hint}`);

/** Annotations of problems in files that people wrote. */
export function annotateProblems(
  problems: readonly Problem[],
  level: 'error' | 'warning',
  checkout: Checkout,
): readonly string[] {
  const lines = problems
    .slice(0, ANNOTATIONS)
    .map(
      (problem) =>
        `::${level} ${placeOf(problem, checkout)}title=${problem.code}::${withHint(problem.message, problem.hint)}\n`,
    );
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `::${level}::…and ${plural(more, 'more problem')}: dmx profiles check\n`] : lines;
}

/** Annotations of what ended a command: the problems of files, each in its line, or the one error. */
export function annotateError(error: unknown, checkout: Checkout): readonly string[] {
  if (error instanceof ProfileError) return annotateProblems(error.problems, 'error', checkout);
  if (!(error instanceof DmxError)) return [`::error title=BUG::${escapeData(String(error))}\n`];
  return [`::error title=${error.code}::${withHint(error.message, error.hint)}\n`];
}

/** Streams for a log that GitHub reads: nothing is drawn anew, and what people read is no command. */
export function inertStreams(streams: Streams): Streams {
  return { ...streams, live: false, err: (text) => streams.err(inert(text)), width: streams.width };
}

/** The summary as Markdown, failures as a table of codes. */
function printMarkdown(tally: Tally, cwd: string): string {
  const lines = printSummary(tally, { paint: makePaint(false), cwd, verbose: false, failuresApart: true });
  const rows = [...tally.failures.values()].map(
    ({ code, count }) => `| \`${code}\` | ${count} | ${ERRORS[code].summary} |`,
  );
  const table = rows.length > 0 ? ['', '| code | failures | meaning |', '|---|---:|---|', ...rows] : [];
  return [`### dmx ${tally.started?.command ?? ''}`, '', '```', ...lines, '```', ...table, ''].join('\n');
}

/** A reporter that adds annotations and a job summary for GitHub Actions to what `pretty` prints. */
export function openGithubReporter(setting: ReportSetting): Reporter {
  const { cwd, root = cwd, jobSummary } = setting;
  const checkout = { cwd, root };
  const streams = inertStreams(setting.streams);
  const pretty = openPrettyReporter({ ...setting, streams });
  const tally = makeTally();
  return {
    ...pretty,
    event(event) {
      addEvent(tally, event);
      pretty.event(event);
      if (event.type === 'notice' && event.level === 'warning') {
        const place = event.place === undefined ? '' : placeOf(event.place, checkout);
        streams.out(`::warning ${place}title=dmx::${escapeData(`${event.message} ${event.hint}`.trim())}\n`);
      }
      if (event.type !== 'run-finished') return;
      const lines = [
        ...printErrors(tally, [...tally.failures.values()], checkout),
        ...printWarningAnnotations(tally, checkout),
      ];
      for (const line of lines) streams.out(line);
      jobSummary?.(printMarkdown(tally, cwd));
    },
  };
}
