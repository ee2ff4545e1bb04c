import { Cancelled, DmxError } from '../model/errors.ts';
import { REPORTER_NAMES, type ReporterName } from '../model/run/reporter-names.ts';
import type { Checkout } from '../report/index.ts';
import { makePaint } from '../base/paint.ts';
import { wrapLine } from '../base/wrap-line.ts';
import type { Reporter, Streams } from '../report/reporter.ts';
import { COMMANDS } from './commands/index.ts';
import { exitOfError, type ExitCode } from './exit.ts';
import { type OptionValues } from '../profiles/options/options.ts';
import { writtenOf } from '../profiles/options/decide.ts';
import { parseCommandLine, type Parsed } from './parser.ts';
import { errorLine, printBug, printDmxError } from './print-error.ts';
import { makeRequest } from './request.ts';
import { openStreams, type Surroundings } from './terminal.ts';
import type { RunContext } from '../run/request.ts';
import { dmxVersion } from '../run/project/package-files.ts';

const STOPPING = 'Stopping: what is in hand is finished and recorded. Press Ctrl-C again to stop at once.';

/**
 * The reporter of a command: the one that was asked for, else that of the CI system where the command has reporters.
 */
function reporterName(
  { json, reporter }: OptionValues,
  environment: Surroundings['environment'],
  { reports }: { readonly reports: boolean },
): ReporterName {
  if (json === true) return 'json';
  return reporter ?? (reports && environment['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty');
}

/** The folders that files are named from in annotations. */
function checkoutOf({ environment, cwd }: Surroundings): Checkout {
  const root = environment['GITHUB_WORKSPACE'];
  return { cwd, root: root === undefined || root === '' ? cwd : root };
}

async function openCallReporter(name: ReporterName, streams: Streams, surroundings: Surroundings): Promise<Reporter> {
  const { openReporter } = await import('../report/index.ts');
  const page = surroundings.environment['GITHUB_STEP_SUMMARY'];
  const append = (text: string): void => surroundings.appendFile(page ?? '', text);
  const jobSummary = page === undefined || page === '' ? {} : { jobSummary: append };
  return openReporter(name, { streams, ...checkoutOf(surroundings), ...jobSummary });
}

/** Prints an error for people, and as a JSON line where JSON lines are asked for. Returns the exit code. */
async function reportError(
  error: unknown,
  given: Streams,
  { name, checkout }: { readonly name: ReporterName; readonly checkout: Checkout },
): Promise<ExitCode> {
  const { annotateError, inertStreams } = await import('../report/index.ts');
  const streams = name === 'github' ? inertStreams(given) : given;
  const paint = makePaint(streams.color);
  if (name === 'json') streams.out(errorLine(error));
  if (name === 'github') for (const line of annotateError(error, checkout)) streams.out(line);
  const lines = error instanceof DmxError ? printDmxError(error, paint) : printBug(error, dmxVersion(), paint);
  for (const line of lines) streams.err(`${streams.live ? wrapLine(line, streams.width) : line}\n`);
  // What ends a command fails it, if it is but a format that is not read: nothing was made.
  return error instanceof DmxError ? exitOfError(error.code, { strict: true }) : 70;
}

/** Settings of dmx.yaml about the terminal, where neither flag nor environment does; the commands read the rest. */
async function withConfig({ command, options, words }: Parsed, cwd: string): Promise<Parsed> {
  if (!command.takes.includes('place')) return { command, options, words };
  const { readConfig } = await import('../run/project/load-config.ts');
  const folders = command.arguments?.[0]?.name === 'folder' ? words : [];
  const { config } = await readConfig(makeRequest(command.name, folders, options, cwd));
  return { command, words, options: { ...writtenOf(config, command.takes), ...options } };
}

async function runCommand(parsed: Parsed, surroundings: Surroundings): Promise<ExitCode> {
  const { command, words } = parsed;
  const { signal, cwd, environment } = surroundings;
  const name = reporterName(parsed.options, environment, { reports: command.takes.includes('reporting') });
  const options = { ...parsed.options, ...(name === 'json' ? { json: true } : {}), reporter: name };
  const streams = openStreams(surroundings, options);
  const reporter = await openCallReporter(name, streams, surroundings);
  const checkout = checkoutOf(surroundings);
  const onStop = (): void => reporter.say(STOPPING);
  signal.addEventListener('abort', onStop);
  try {
    const context: RunContext = { emit: (event) => reporter.event(event), signal };
    const request = makeRequest(command.name, [], options, cwd);
    const call = { words, options, request, context, reporter, streams, surroundings, checkout, commands: COMMANDS };
    return await command.run(call);
  } catch (error) {
    reporter.close();
    // Ctrl-C was reported when it was pressed.
    if (signal.aborted && (error instanceof Cancelled || error === signal.reason)) return exitOfError('CANCELLED');
    // What is written to stdout as a picture stays one.
    const told = reporterName(parsed.options, environment, { reports: parsed.options.to !== '-' });
    return reportError(error, streams, { name: told, checkout });
  } finally {
    signal.removeEventListener('abort', onStop);
    reporter.close();
  }
}

/** Reads the options about error output from a command line that may be invalid otherwise. */
function reporterOf(argv: readonly string[]): OptionValues {
  const words = ` ${argv.join(' ').replaceAll('=', ' ')} `;
  const [, reporter] = / --reporter (\S+) /.exec(words) ?? [];
  const known = REPORTER_NAMES.find((name) => name === reporter);
  return { ...(words.includes(' --json ') ? { json: true } : {}), ...(known === undefined ? {} : { reporter: known }) };
}

/** Runs one command line (without node and script); answers the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { environment, out } = surroundings;
  try {
    const print = (text: string): void => out.write(text);
    const setting = { version: dmxVersion(), environment, print, width: out.columns };
    const parsed = parseCommandLine(argv, COMMANDS, setting);
    return parsed === undefined ? 0 : await runCommand(await withConfig(parsed, surroundings.cwd), surroundings);
  } catch (error) {
    const name = reporterName(reporterOf(argv), environment, { reports: true });
    return reportError(error, openStreams(surroundings, {}), { name, checkout: checkoutOf(surroundings) });
  }
}
