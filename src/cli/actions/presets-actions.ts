import { stringify } from 'yaml';
import { makePaint, printable } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { printPlace, ProfileError, UsageError } from '../../model/errors.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { namesOf } from '../../profiles/library.ts';
import { recipeOf } from '../../profiles/presets/modifiers.ts';
import { importPresets, type ImportOutcome } from '../../run/importing/import-presets.ts';
import { loadLibrary } from '../../run/project/load-config.ts';
import { presetKeys } from '../../serving/preset-text.ts';
import { printRecipe } from '../../serving/print.ts';
import { resolveRecipe } from '../../serving/resolve/resolve.ts';
import type { Call } from '../command.ts';
import type { ExitCode } from '../exit.ts';
import { presetRows, printList, shippedOnlyNote } from '../print-profiles.ts';
import { printRecipeTree } from '../print-recipe-tree.ts';
import { needWord, unknownName } from '../word.ts';

async function list({ request, options, streams, context }: Call): Promise<ExitCode> {
  const { profiles, configFile } = await loadLibrary(request);
  for (const [mistake] of profiles.spoiled.values())
    if (mistake) context.emit({ type: 'notice', level: 'warning', ...mistake, place: mistake });
  const rows = presetRows(profiles);
  if (options.json === true) for (const row of rows) streams.out(jsonLine({ type: 'preset', ...row }));
  else for (const line of printList(rows)) streams.tell(line);
  if (!streams.quiet) streams.err(shippedOnlyNote(configFile));
  return 0;
}

/** One preset in both spellings, either of which can be copied into a file of presets, and what it comes to. */
async function show({ request, words, options, streams }: Call): Promise<ExitCode> {
  const name = needWord(words[1], 'the name of a preset', 'Names: dmx presets list.');
  const { config, profiles } = await loadLibrary(request);
  const mistakes = profiles.spoiled.get(name.toLowerCase());
  if (mistakes) throw new ProfileError(mistakes);
  const { presets } = profiles;
  const found = presets.get(name.toLowerCase());
  if (found === undefined) throw unknownName('PRESET_UNKNOWN', 'preset', name, namesOf(presets));
  const { value, shipped, place } = found;
  if (options.explain === true) {
    streams.out(`${printRecipeTree(recipeOf(value.text, profiles)).map(printable).join('\n')}\n`);
    return 0;
  }
  const { keys, rest } = presetKeys(value.text);
  const friendly = { ...keys, ...(rest === '' ? {} : { modifiers: rest }) };
  const recipe = printRecipe(resolveRecipe(recipeOf(value.text, profiles), config.server));
  if (options.json === true) {
    streams.out(jsonLine({ type: 'preset', ...value, keys: friendly, recipe, shipped, place: printPlace(place) }));
    return 0;
  }
  const paint = makePaint(streams.color);
  const flow = stringify(friendly, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  streams.out(
    `${paint.dim(`# ${printPlace(place)}, in commands:`)}\n${value.name}: ${JSON.stringify(value.text)}\n` +
      `${paint.dim('# the same in keys:')}\n${value.name}: ${flow}\n` +
      `${paint.dim('# the recipe it comes to, beside the settings of dmx.yaml:')}\n# ${recipe}\n`,
  );
  return 0;
}

/** Counts what was taken over, each kind that there is. */
function printTaken({ presets, viewers, rules, server }: ImportOutcome): string {
  const counts = [
    [presets.length, 'preset'],
    [viewers.length, 'preset of viewers', 'presets of viewers'],
    [rules.length, 'rule for sets', 'rules for sets'],
    [
      Object.keys(server).length,
      'setting of the server (at the end of the file)',
      'settings of the server (at the end of the file)',
    ],
  ] as const;
  return counts.flatMap(([count, one, many]) => (count === 0 ? [] : [plural(count, one, many)])).join(', ');
}

/** Prints what was imported, and what was left out and why. */
function printImportOutcome({ streams }: Call, outcome: ImportOutcome): void {
  const { omissions, assets } = outcome;
  const paint = makePaint(streams.color);
  // Of a picture taken apart a remark says itself what became of the layer.
  const label = paint.yellow(assets ? 'note' : 'left out');
  for (const { preset, modifier, reason, hint } of omissions) {
    const what = [preset, modifier].filter((part) => part !== '').join(': ');
    streams.err(`${label}  ${printable(what)}  ${paint.dim(printable(`${reason}. ${hint}`.trim()))}\n`);
  }
  const sum = assets
    ? `1 template with ${plural(assets.length, 'picture')} below the library`
    : `${printTaken(outcome)} taken over`;
  if (!streams.quiet) streams.err(`${sum}; name the file under profiles: in dmx.yaml\n`);
}

/** Presets of another system as a file of YAML; what could not be taken over is told. */
async function takeIn(call: Call): Promise<ExitCode> {
  const { request, words, options, streams, surroundings } = call;
  const given = needWord(words[1], 'a file to take presets from', 'Such as macros.mac, or a list of addresses.');
  const { to, json } = options;
  if (to === '-' && json === true) {
    const hint = 'Leave one of them away.';
    throw new UsageError('OPTION_CONFLICT', 'presets cannot be printed between JSON lines', { hint });
  }
  const outcome = await importPresets(request, given, to);
  const { presets: taken, viewers, rules, server, omissions, path, text, assets } = outcome;
  if (json === true) {
    for (const preset of taken) streams.out(jsonLine({ type: 'imported', ...preset }));
    for (const viewer of viewers) streams.out(jsonLine({ type: 'imported', kind: 'viewer-presets', ...viewer }));
    for (const rule of rules) streams.out(jsonLine({ type: 'imported', kind: 'set-rules', rule }));
    if (Object.keys(server).length > 0) streams.out(jsonLine({ type: 'imported', kind: 'server', settings: server }));
    for (const omission of omissions) streams.out(jsonLine({ type: 'omitted', ...omission }));
    for (const asset of assets ?? []) streams.out(jsonLine({ type: 'asset', asset }));
    return 0;
  }
  if (path === null) surroundings.out.write(text);
  else streams.out(`${path}\n`);
  printImportOutcome(call, outcome);
  return 0;
}

/** The actions of `dmx presets`. */
export const PRESETS_ACTIONS = { list, show, import: takeIn } as const;
