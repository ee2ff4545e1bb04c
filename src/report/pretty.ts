import { printBytes } from '../base/bytes.ts';
import { printDuration } from '../base/duration.ts';
import { figure, plural } from '../base/text.ts';
import { wrapLine } from '../base/wrap-line.ts';
import { printPlace } from '../model/errors.ts';
import type { Event } from '../model/run/event.ts';
import { type EventHandlers, type EventOf, handleEvent } from '../model/run/handle-event.ts';
import { openBar } from './bar.ts';
import { printFailures, printWarnings } from './failures.ts';
import { makePaint, printable, type Paint } from '../base/paint.ts';
import { printBar, printProgressLine, progressOf } from './progress.ts';
import type { Reporter, ReportSetting } from './reporter.ts';
import { isUnchanged, printSummary, printUnchanged, shortPath } from './summary.ts';
import { addEvent, makeTally, type Tally } from './tally.ts';

// A log that is silent for minutes looks hung, and some CI systems end it.
const LINE_EVERY_MS = 60_000;

function printNotice({ level, message, hint, asset, place: written }: EventOf<'notice'>, paint: Paint): string {
  const where = written === undefined ? asset : printPlace(written);
  const place = where === undefined ? '' : `${paint.bold(printable(where))}  `;
  const advice = hint === '' ? '' : `\n  ${paint.dim('→')} ${printable(hint)}`;
  return `${level === 'warning' ? `${paint.yellow('warning')}  ` : ''}${place}${printable(message)}${advice}`;
}

function printPlanned({ make, jobs, keep, carry, remove }: EventOf<'planned'>): string {
  const parts = [`${plural(make, 'rendition')} of ${plural(jobs, 'asset')} to make`];
  if (keep > 0) parts.push(`${figure(keep)} up to date`);
  if (carry > 0) parts.push(`${figure(carry)} to carry over`);
  if (remove > 0) parts.push(`${figure(remove)} to remove`);
  return parts.join(', ');
}

function printJob({ asset, made, failed, bytes, seconds }: EventOf<'job-finished'>, paint: Paint): string {
  const told = failed > 0 ? paint.red(`${plural(failed, 'failure')}`) : plural(made, 'rendition');
  return `${printable(asset)}  ${told}  ${paint.dim(`${printBytes(bytes)}, ${printDuration(seconds)}`)}`;
}

/** The context that a line is printed from, besides its event. */
interface Page extends ReportSetting {
  readonly tally: Tally;
  readonly paint: Paint;
}

function printStart({ command, library, output }: EventOf<'run-started'>, { cwd, paint }: Page): string {
  return `${paint.bold(`dmx ${command}`)}  ${shortPath(library, cwd)} → ${shortPath(output, cwd)}`;
}

/** The size of the batches, once: where dmx chose it, and where there are several. */
function printBatches({ batch, batches, size, reason }: EventOf<'batch-started'>, { paint }: Page): readonly string[] {
  if (batch > 1 || (batches === 1 && reason === '')) return [];
  return [paint.dim(`Batches of ${plural(size, 'asset')}${reason === '' ? '' : `: ${reason}`}`)];
}

function printEnd(event: EventOf<'run-finished'>, { tally, paint, cwd, streams }: Page): readonly string[] {
  const named = streams.verbose ? Infinity : undefined;
  if (isUnchanged(event)) return [printUnchanged(tally), ...printWarnings(tally.warnings.values(), paint, named)];
  return ['', ...printSummary(tally, { paint, cwd, verbose: streams.verbose })];
}

type Printers = EventHandlers<[page: Page], readonly string[]>;

/** Lines that an event is worth at once; the summary says the rest. */
const LOUD: Printers = {
  notice: (event, { paint }) => [printNotice(event, paint)],
  'run-started': (event, page) => [printStart(event, page)],
  'file-ignored': ({ path, seeming }, { streams, paint }) =>
    streams.verbose ? [`${printable(path)}  ${paint.dim(`ignored: ${seeming}`)}`] : [],
  planned: (event) => (event.jobs > 0 ? [printPlanned(event)] : []),
  'batch-started': printBatches,
  'job-finished': (event, { streams, paint }) => (streams.verbose ? [printJob(event, paint)] : []),
  'run-finished': printEnd,
};

/** With `--quiet`: only warnings and failures. */
const QUIET: Printers = {
  notice: (event, { paint }) => (event.level === 'warning' ? [printNotice(event, paint)] : []),
  'run-finished': (_event, { tally, paint }) => printFailures(tally.failures.values(), paint),
};

function linesOf(event: Event, page: Page): readonly string[] {
  return handleEvent(page.streams.quiet ? QUIET : LOUD, event, page) ?? [];
}

/** Tells a person: a bar on a terminal, a line a minute elsewhere, and a summary at the end. */
export function openPrettyReporter(setting: ReportSetting): Reporter {
  const { streams } = setting;
  const paint = makePaint(streams.color);
  const tally = makeTally();
  const now = (): number => performance.now() / 1000;
  const progress = () => progressOf(tally.progress, now());
  const bar = openBar(streams, (width) => printBar(progress(), width));
  // Logs keep their lines: they are searched, and shown elsewhere.
  const say = (line: string): void => bar.say(streams.live ? wrapLine(line, streams.width) : line);
  let timer: NodeJS.Timeout | undefined;

  const close = (): void => {
    clearInterval(timer);
    bar.hide();
  };
  const start = (): void => {
    if (streams.live) bar.show();
    else timer ??= setInterval(() => say(printProgressLine(progress())), LINE_EVERY_MS).unref();
  };
  return {
    say,
    close,
    event(event) {
      addEvent(tally, event, now());
      if (event.type === 'run-finished') close();
      for (const line of linesOf(event, { ...setting, tally, paint })) say(line);
      if (event.type === 'run-started') start();
    },
  };
}
