import { makePaint, printable, type Paint } from '../../base/paint.ts';
import { jsonLine } from '../../model/json-line.ts';
import type { Diagnosis } from '../../run/doctor.ts';
import type { Command } from '../command.ts';
import { exitOfError, worst } from '../exit.ts';

function print({ name, state, found, hint }: Diagnosis, width: number, paint: Paint): string {
  const style = { ok: paint.green, limited: paint.yellow, broken: paint.red }[state];
  const advice = hint === '' ? '' : `\n  ${paint.dim('→')} ${printable(hint)}`;
  return `${style(state.padEnd('limited'.length))}  ${name.padEnd(width)}  ${printable(found)}${advice}\n`;
}

export const doctor: Command = {
  name: 'doctor',
  group: 'Set up',
  summary: 'what is installed, what is missing, and what to do about it',
  arguments: [],
  takes: ['place', 'output', 'engine', 'lines', 'terminal'],
  examples: [['dmx doctor', 'exit 0 when dmx can work here']],
  async run({ request, streams, options }) {
    const { doctor: run } = await import('../use-cases.ts');
    const diagnoses = await run(request);
    const paint = makePaint(streams.color);
    const width = Math.max(...diagnoses.map(({ name }) => name.length));
    for (const diagnosis of diagnoses) {
      if (options.json === true) streams.out(jsonLine({ type: 'diagnosis', ...diagnosis }));
      else if (!streams.quiet || diagnosis.state !== 'ok') streams.out(print(diagnosis, width, paint));
    }
    return worst(diagnoses.flatMap(({ code }) => (code === undefined ? [] : [exitOfError(code)])));
  },
};
