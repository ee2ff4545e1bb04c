import { Cancelled, DmxError } from '../model/errors.ts';
import type { ReporterName } from '../model/reporter-names.ts';
import { openReporter } from '../report/index.ts';
import { makePaint } from '../base/paint.ts';
import type { Reporter, Streams } from '../report/reporter.ts';
import { COMMANDS } from './commands/index.ts';
import { exitOfError, type ExitCode } from './exit.ts';
import { OPTIONS, type OptionValues, writtenOf } from '../profiles/options/options.ts';
import { parseCommandLine, type Parsed } from './parser.ts';
import { errorLine, printBug, printDmxError } from './print-error.ts';
import { makeRequest } from './request.ts';
import { openStreams, type Surroundings } from './terminal.ts';
import type { RunContext } from '../run/request.ts';
import { readConfig } from '../run/project/load-config.ts';
import { dmxVersion } from '../run/project/package-files.ts';

const STOPPING = 'Stopping: what is in hand is finished and recorded. Press Ctrl-C again to stop at once.';

function reporterName({ json, reporter }: OptionValues): ReporterName {
  return json === true ? 'json' : (reporter ?? OPTIONS.reporter.default);
}

function openCallReporter(
  { options }: Parsed,
  streams: Streams,
  { environment, cwd, appendFile }: Surroundings,
): Reporter {
  const page = environment['GITHUB_STEP_SUMMARY'];
  const root = environment['GITHUB_WORKSPACE'] ?? cwd;
  const name = reporterName(options);
  const jobSummary = page === undefined || page === '' ? {} : { jobSummary: (text: string) => appendFile(page, text) };
  return openReporter(name, { streams, cwd: name === 'github' ? root : cwd, ...jobSummary });
}

/** Tells people, and machines where they listen; answers the exit code. */
function tellError(error: unknown, streams: Streams, machine: boolean, strict: boolean): ExitCode {
  const paint = makePaint(streams.color);
  if (machine) streams.out(errorLine(error));
  const lines = error instanceof DmxError ? printDmxError(error, paint) : printBug(error, dmxVersion(), paint);
  for (const line of lines) streams.err(`${line}\n`);
  return error instanceof DmxError ? exitOfError(error.code, { strict }) : 70;
}

/** Settings of dmx.yaml about the terminal, where neither flag nor environment does; the commands read the rest. */
function withConfig({ command, options, words }: Parsed, cwd: string): Parsed {
  if (!command.takes.includes('place')) return { command, options, words };
  const { config } = readConfig(makeRequest(command.name, [], options, cwd));
  return { command, words, options: { ...writtenOf(config, command.takes), ...options } };
}

async function runCommand(parsed: Parsed, surroundings: Surroundings): Promise<ExitCode> {
  const { command, words, options } = parsed;
  const { signal, cwd } = surroundings;
  const streams = openStreams(surroundings, options);
  const reporter = openCallReporter(parsed, streams, surroundings);
  const onStop = (): void => reporter.say(STOPPING);
  signal.addEventListener('abort', onStop);
  try {
    const context: RunContext = { emit: (event) => reporter.event(event), signal };
    const request = makeRequest(command.name, [], options, cwd);
    return await command.run({ words, options, request, context, reporter, streams, surroundings, commands: COMMANDS });
  } catch (error) {
    reporter.close();
    // Who pressed Ctrl-C has been told already.
    if (signal.aborted && (error instanceof Cancelled || error === signal.reason)) return exitOfError('CANCELLED');
    return tellError(error, streams, reporterName(options) === 'json', options.strict === true);
  } finally {
    signal.removeEventListener('abort', onStop);
    reporter.close();
  }
}

/** Tells whether a command line that may not even be understood asks for JSON. */
function wantsJson(argv: readonly string[]): boolean {
  const words = argv.join(' ').replaceAll('=', ' ');
  return / --json( |$)| --reporter json( |$)/.test(` ${words}`);
}

/** Runs one command line (without node and script); answers the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { environment, out } = surroundings;
  try {
    const print = (text: string): void => out.write(text);
    const setting = { version: dmxVersion(), environment, print, width: out.columns };
    const parsed = parseCommandLine(argv, COMMANDS, setting);
    return parsed === undefined ? 0 : await runCommand(withConfig(parsed, surroundings.cwd), surroundings);
  } catch (error) {
    return tellError(error, openStreams(surroundings, {}), wantsJson(argv), false);
  }
}
