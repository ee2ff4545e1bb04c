import { Cancelled, EngineError, toErrorData, type ErrorCode } from '../model/errors.ts';
import { jsonLine } from '../model/run/json-line.ts';
import type { EventOf } from '../model/run/handle-event.ts';
import type { DoneTarget } from '../profiles/options/done-target.ts';
import { postJson } from '../system/post-json.ts';
import { runTool } from '../system/tool.ts';
import type { RunContext } from './request.ts';

/** The beginning and the end of a run, as it told them itself. */
export interface RunEnds {
  readonly started: EventOf<'run-started'>;
  readonly finished: EventOf<'run-finished'>;
}

/** The last lines of a program's output. */
const lastLines = (text: string): string => text.trim().split('\n').slice(-3).join(' / ');

async function runProgram([program, ...args]: readonly [string, ...string[]], input: string, signal: AbortSignal) {
  // A dmx that the program starts would otherwise start it again.
  const { exitCode, stdout, stderr } = await runTool(program, args, { input, signal, env: { DMX_ON_DONE: undefined } });
  if (exitCode === 0) return;
  const said = lastLines(stderr) || lastLines(stdout);
  const got = exitCode === null ? 'the end by a signal' : `exit code ${exitCode}`;
  throw new EngineError('ON_DONE_FAILED', `expected ${program} to end with 0, got ${got}${said && `: ${said}`}`, {
    place: program,
    hint: 'The run itself is done and recorded. Run the command by itself to see all that it says.',
  });
}

/**
 * Tells a program (by its standard input) or an address (by a POST) what became of a run: one JSON object, that of
 * `run-finished` with the fields of `run-started`. Never throws: answers the code of what went wrong, which is told.
 */
export async function notifyDone(
  target: DoneTarget,
  { started, finished }: RunEnds,
  { emit, signal }: RunContext,
): Promise<readonly ErrorCode[]> {
  const line = jsonLine({ ...started, ...finished });
  try {
    if ('url' in target) await postJson(target.url, line, signal);
    else await runProgram(target.program, line, signal);
    return [];
  } catch (error) {
    const { code, message, hint } = toErrorData(signal.aborted ? new Cancelled() : error);
    emit({ type: 'notice', level: 'warning', message: `what the run came to could not be told: ${message}`, hint });
    return [code];
  }
}
