import { relative, sep } from 'node:path';
import { plural } from '../base/text.ts';
import { ERRORS } from '../model/errors.ts';
import type { Event } from '../model/event.ts';
import { makePaint } from '../base/paint.ts';
import { openPrettyReporter } from './pretty.ts';
import type { Reporter, ReportSetting } from './reporter.ts';
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

/** The path of a master below the checkout, as annotations name files. */
function filePath(tally: Tally, asset: string, cwd: string): string {
  const library = tally.started?.library ?? cwd;
  return [...relative(cwd, library).split(sep), asset].filter((part) => part !== '').join('/');
}

function printAnnotation(level: 'error' | 'warning', file: string, title: string, message: string): string {
  return `::${level} file=${escapeProperty(file)},title=${escapeProperty(title)}::${escapeData(message)}\n`;
}

function printErrors(tally: Tally, groups: readonly FailureGroup[], cwd: string): readonly string[] {
  const failures = groups.flatMap((group) => group.first);
  const lines = failures.slice(0, ANNOTATIONS).map(({ asset, error }) => {
    const hint = error.hint === '' ? '' : `\n${error.hint}`;
    const title = error.rendition === null ? error.code : `${error.code} (${error.rendition})`;
    return printAnnotation('error', filePath(tally, asset, cwd), title, `${error.message}${hint}`);
  });
  const more = groups.reduce((sum, group) => sum + group.count, 0) - lines.length;
  return more > 0 ? [...lines, `::error::…and ${plural(more, 'more failure')}: dmx status\n`] : lines;
}

function printWarningAnnotations(tally: Tally, cwd: string): readonly string[] {
  return [...tally.warnings.values()]
    .flatMap(({ message, first }) =>
      first.map((asset) => printAnnotation('warning', filePath(tally, asset, cwd), 'dmx', message)),
    )
    .slice(0, ANNOTATIONS);
}

/** The place of a notice, as annotations have it. */
function placeOf({ place }: Extract<Event, { readonly type: 'notice' }>): string {
  return place === undefined ? '' : `file=${escapeProperty(place.file)},line=${place.line},col=${place.column},`;
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

/** A reporter that tells what `pretty` tells, plus annotations on stdout and a page beside the job. */
export function openGithubReporter(setting: ReportSetting): Reporter {
  const { streams, cwd, jobSummary } = setting;
  const pretty = openPrettyReporter({
    ...setting,
    streams: { ...streams, live: false, err: (text) => streams.err(inert(text)) },
  });
  const tally = makeTally();
  return {
    ...pretty,
    event(event) {
      addEvent(tally, event);
      pretty.event(event);
      if (event.type === 'notice' && event.level === 'warning') {
        streams.out(`::warning ${placeOf(event)}title=dmx::${escapeData(`${event.message} ${event.hint}`.trim())}\n`);
      }
      if (event.type !== 'run-finished') return;
      const lines = [...printErrors(tally, [...tally.failures.values()], cwd), ...printWarningAnnotations(tally, cwd)];
      for (const line of lines) streams.out(line);
      jobSummary?.(printMarkdown(tally, cwd));
    },
  };
}
