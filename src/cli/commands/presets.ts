import { stringify } from 'yaml';
import { makePaint } from '../../base/paint.ts';
import { printPlace } from '../../model/errors.ts';
import { jsonLine } from '../../model/json-line.ts';
import { namesOf } from '../../profiles/library.ts';
import { loadLibrary } from '../../run/library.ts';
import { presetKeys } from '../../serving/preset-text.ts';
import type { Call, Command } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { presetRows, printList } from '../print-profiles.ts';
import { needWord, readAction, unknownName } from '../word.ts';

const ACTIONS = ['list', 'show'] as const;

function list({ request, options, streams }: Call): ExitCode {
  const rows = presetRows(loadLibrary(request).profiles);
  if (options.json === true) for (const row of rows) streams.out(jsonLine({ type: 'preset', ...row }));
  else streams.out(`${printList(rows).join('\n')}\n`);
  return 0;
}

/** One preset in both spellings: either can be copied into a file of presets. */
function show({ request, words, options, streams }: Call): ExitCode {
  const name = needWord(words[1], 'the name of a preset', 'Names: dmx presets list.');
  const { presets } = loadLibrary(request).profiles;
  const found = presets.get(name.toLowerCase());
  if (found === undefined) throw unknownName('PRESET_UNKNOWN', 'preset', name, namesOf(presets));
  const { value, shipped, place } = found;
  const { keys, rest } = presetKeys(value.text);
  const friendly = { ...keys, ...(rest === '' ? {} : { modifiers: rest }) };
  if (options.json === true) {
    streams.out(jsonLine({ type: 'preset', ...value, keys: friendly, shipped, place: printPlace(place) }));
    return 0;
  }
  const paint = makePaint(streams.color);
  const flow = stringify(friendly, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  streams.out(
    `${paint.dim(`# ${printPlace(place)}, in commands:`)}\n${value.name}: ${JSON.stringify(value.text)}\n` +
      `${paint.dim('# the same in keys:')}\n${value.name}: ${flow}\n`,
  );
  return 0;
}

export const presets: Command = {
  name: 'presets',
  group: 'Set up',
  summary: 'lists and shows presets, in commands and in keys',
  arguments: [
    { name: 'action', choices: ACTIONS, help: 'list (default), or show NAME' },
    { name: 'name', help: 'the preset to show' },
  ],
  takes: ['place', 'lines', 'terminal'],
  examples: [['dmx presets show thumb', 'both spellings, to copy from']],
  async run(call) {
    return { list, show }[readAction(call.words[0], ACTIONS, 'presets')](call);
  },
};
