import { makePaint } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { RunRecord } from '../../model/run/run.ts';
import { controlRun, listRuns, renameRun, resumeRun, showRun } from '../../run/runs.ts';
import type { Call } from '../command.ts';
import { exitOf, type ExitCode } from '../exit.ts';
import { printLog, printRun, printRuns } from '../print-runs.ts';
import { needWord } from '../word.ts';

const idOf = ({ words }: Call): string =>
  needWord(words[1], 'the id of a run, or its beginning, or last', 'Ids: dmx runs list.');

function tell(record: RunRecord, done: string, { streams, options }: Call): ExitCode {
  if (options.json === true) streams.out(jsonLine({ type: 'run', ...record }));
  else if (!streams.quiet) streams.err(`${record.id} ${done}\n`);
  return 0;
}

async function list({ request, options, streams }: Call): Promise<ExitCode> {
  const records = await listRuns(request);
  if (options.json === true) for (const record of records) streams.out(jsonLine({ type: 'run', ...record }));
  else for (const line of printRuns(records, makePaint(streams.color), Date.now())) streams.tell(line);
  return 0;
}

async function show(call: Call): Promise<ExitCode> {
  const { request, options, streams } = call;
  const { run, log, lines } = await showRun(request, idOf(call));
  const paint = makePaint(streams.color);
  if (options.json === true) streams.out(jsonLine({ type: 'run', ...run, log }));
  else for (const line of printRun(run, log, paint, Date.now())) streams.tell(line);
  for await (const line of lines) {
    if (options.json === true) streams.out(`${line}\n`);
    else for (const printed of printLog(line, paint, streams.verbose)) streams.tell(printed);
  }
  return 0;
}

const control =
  (asked: 'suspend' | 'terminate') =>
  async (call: Call): Promise<ExitCode> =>
    tell(
      await controlRun(call.request, idOf(call), asked),
      `is asked to ${asked}: it ends at its next job's edge`,
      call,
    );

async function rename(call: Call): Promise<ExitCode> {
  const id = idOf(call);
  const title = needWord(call.words[2], 'the new title', 'In quotes where it has spaces; "" takes it away.');
  return tell(await renameRun(call.request, id, title), `is called ${JSON.stringify(title)}`, call);
}

async function resume(call: Call): Promise<ExitCode> {
  return exitOf(await resumeRun(call.request, idOf(call), call.context), call.options);
}

/** The actions of `dmx runs`. */
export const RUNS_ACTIONS = {
  list,
  show,
  suspend: control('suspend'),
  resume,
  terminate: control('terminate'),
  rename,
} satisfies Readonly<Record<string, (call: Call) => Promise<ExitCode>>>;
