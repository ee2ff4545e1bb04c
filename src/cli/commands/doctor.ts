import { makePaint, printable, type Paint } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { Diagnosis } from '../../run/doctor.ts';
import type { Streams } from '../../report/reporter.ts';
import type { Command } from '../command.ts';
import { exitOfError, worst } from '../exit.ts';

function print({ name, state, found, hint }: Diagnosis, width: number, paint: Paint): string {
  const style = { ok: paint.green, limited: paint.yellow, broken: paint.red }[state];
  const advice = hint === '' ? '' : `\n  ${paint.dim('→')} ${printable(hint)}`;
  return `${style(state.padEnd('limited'.length))}  ${name.padEnd(width)}  ${printable(found)}${advice}\n`;
}

/** Everything with `--verbose`, what is not well with `--quiet`, else what fits a screen. */
function lines(diagnoses: readonly Diagnosis[], { quiet, verbose, color }: Streams): readonly string[] {
  const told = diagnoses.filter(({ state, detail }) => state !== 'ok' || (!quiet && (verbose || detail !== true)));
  const width = Math.max(...told.map(({ name }) => name.length));
  const paint = makePaint(color);
  return told.map((diagnosis) => print(diagnosis, width, paint));
}

export const doctor: Command = {
  name: 'doctor',
  group: 'Set up',
  summary: 'what is installed, what is missing, and what to do about it',
  arguments: [],
  takes: ['place', 'output', 'engine', 'lines', 'terminal'],
  examples: [
    ['dmx doctor', 'exit 0 when dmx can work here'],
    ['dmx doctor -v', 'with the versions of all libraries'],
  ],
  async run({ request, streams, options }) {
    const { doctor: run } = await import('../use-cases.ts');
    const diagnoses = await run(request);
    if (options.json === true) for (const one of diagnoses) streams.out(jsonLine({ type: 'diagnosis', ...one }));
    else for (const line of lines(diagnoses, streams)) streams.out(line);
    return worst(diagnoses.flatMap(({ code }) => (code === undefined ? [] : [exitOfError(code)])));
  },
};
