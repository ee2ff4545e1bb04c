import { makePaint, printable } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { Diagnosis } from '../../run/doctor.ts';
import type { Streams } from '../../report/reporter.ts';
import type { Command } from '../command.ts';
import { exitOfError, worst } from '../exit.ts';

const STATE_WIDTH = 'limited'.length;

/** Everything with `--verbose`, what is not well with `--quiet`, else what fits a screen. */
function tellAll(diagnoses: readonly Diagnosis[], streams: Streams): void {
  const { quiet, verbose, color } = streams;
  const told = diagnoses.filter(({ state, detail }) => state !== 'ok' || (!quiet && (verbose || detail !== true)));
  const width = Math.max(...told.map(({ name }) => name.length));
  const paint = makePaint(color);
  const styles = { ok: paint.green, limited: paint.yellow, broken: paint.red };
  for (const { name, state, found, hint } of told) {
    const label = `${styles[state](state.padEnd(STATE_WIDTH))}  ${name.padEnd(width)}`;
    streams.tell(`${label}  ${printable(found)}`, STATE_WIDTH + 2 + width + 2);
    if (hint !== '') streams.tell(`  ${paint.dim('→')} ${printable(hint)}`);
  }
}

export const doctor: Command = {
  name: 'doctor',
  group: 'Set up',
  summary: 'shows what is installed, what is missing, and what to do about it',
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
    else tellAll(diagnoses, streams);
    return worst(diagnoses.flatMap(({ code }) => (code === undefined ? [] : [exitOfError(code)])));
  },
};
