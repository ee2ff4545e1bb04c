import { printBytes } from '../base/bytes.ts';
import { printDuration } from '../base/duration.ts';
import { plural } from '../base/text.ts';
import type { Event } from '../model/event.ts';
import { openBar } from './bar.ts';
import { printFailures, printWarnings } from './failures.ts';
import { makePaint, printable, type Paint } from '../base/paint.ts';
import { printBar, printProgressLine, progressOf } from './progress.ts';
import type { Reporter, ReportSetting } from './reporter.ts';
import { isUnchanged, printSummary, printUnchanged, shortPath } from './summary.ts';
import { addEvent, makeTally, type Tally } from './tally.ts';

type EventOf<T extends Event['type']> = Extract<Event, { readonly type: T }>;

// A log that is silent for minutes looks hung, and some CI systems end it.
const LINE_EVERY_MS = 60_000;

function printNotice({ level, message, hint, asset }: EventOf<'notice'>, paint: Paint): string {
  const place = asset === undefined ? '' : `${paint.bold(printable(asset))}  `;
  const advice = hint === '' ? '' : ` ${paint.dim(printable(hint))}`;
  return `${level === 'warning' ? `${paint.yellow('warning')}  ` : ''}${place}${printable(message)}${advice}`;
}

function printPlanned({ make, jobs, keep, carry, remove }: EventOf<'planned'>): string {
  const parts = [`${plural(make, 'rendition')} of ${plural(jobs, 'asset')} to make`];
  if (keep > 0) parts.push(`${keep.toLocaleString('en-US')} up to date`);
  if (carry > 0) parts.push(`${carry.toLocaleString('en-US')} to carry over`);
  if (remove > 0) parts.push(`${remove.toLocaleString('en-US')} to remove`);
  return parts.join(', ');
}

function printJob({ asset, made, failed, bytes, seconds }: EventOf<'job-finished'>, paint: Paint): string {
  const told = failed > 0 ? paint.red(`${plural(failed, 'failure')}`) : plural(made, 'rendition');
  return `${printable(asset)}  ${told}  ${paint.dim(`${printBytes(bytes)}, ${printDuration(seconds)}`)}`;
}

/** Lines that an event is worth at once; the summary says the rest. */
function linesOf(event: Event, tally: Tally, { streams, cwd }: ReportSetting, paint: Paint): readonly string[] {
  if (event.type === 'notice') return streams.quiet && event.level === 'info' ? [] : [printNotice(event, paint)];
  if (streams.quiet) return [];
  if (event.type === 'run-started') {
    const places = `${shortPath(event.library, cwd)} → ${shortPath(event.output, cwd)}`;
    return [`${paint.bold(`dmx ${event.command}`)}  ${places}`];
  }
  if (event.type === 'planned') return event.jobs > 0 ? [printPlanned(event)] : [];
  if (event.type === 'batch-started') {
    const size = plural(event.size, 'asset');
    return event.batch === 1 && event.reason !== '' ? [paint.dim(`Batches of ${size}: ${event.reason}`)] : [];
  }
  if (event.type === 'job-finished') return streams.verbose ? [printJob(event, paint)] : [];
  return event.type === 'run-finished' ? endOf(event, tally, { streams, cwd }, paint) : [];
}

function endOf(
  event: EventOf<'run-finished'>,
  tally: Tally,
  { streams, cwd }: ReportSetting,
  paint: Paint,
): readonly string[] {
  if (!isUnchanged(event)) {
    return ['', ...printSummary(tally, { paint, cwd, verbose: streams.verbose })];
  }
  return [printUnchanged(tally), ...printWarnings(tally.warnings.values(), paint)];
}

/** Tells a person: a bar on a terminal, a line a minute elsewhere, and a summary at the end. */
export function openPrettyReporter(setting: ReportSetting): Reporter {
  const { streams } = setting;
  const paint = makePaint(streams.color);
  const tally = makeTally();
  let plannedAt: number | undefined;
  const progress = () => progressOf(tally, plannedAt === undefined ? 0 : (performance.now() - plannedAt) / 1000);
  const bar = openBar(streams, () => printBar(progress(), streams.width));
  const say = (line: string): void => bar.say(line);
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
      addEvent(tally, event);
      if (event.type === 'planned') plannedAt = performance.now();
      if (event.type === 'run-finished') close();
      for (const line of linesOf(event, tally, setting, paint)) say(line);
      if (event.type === 'run-finished' && streams.quiet) {
        for (const line of printFailures(tally.failures.values(), paint)) say(line);
      }
      if (event.type === 'run-started') start();
    },
  };
}
