import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeUnicode } from '../../base/decode-text.ts';
import { makePaint } from '../../base/paint.ts';
import { plural } from '../../base/text.ts';
import { printPlace } from '../../model/errors.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { expand } from '../../plan/expand.ts';
import { namesOf } from '../../profiles/library.ts';
import { type InspectedLibrary, inspectLibrary, loadLibrary } from '../../run/project/load-config.ts';
import { annotateProblems } from '../../report/index.ts';
import type { Call } from '../command.ts';
import { FOUND, type ExitCode } from '../exit.ts';
import { printProblems } from '../print-error.ts';
import { documentAt, printList, printOrders, profileRows, shippedOnlyNote } from '../print-profiles.ts';
import { needWord, unknownName } from '../word.ts';

async function list({ request, options, streams }: Call): Promise<ExitCode> {
  const { profiles, configFile } = await loadLibrary(request);
  const rows = profileRows(profiles);
  if (options.json === true) for (const row of rows) streams.out(jsonLine({ type: 'profile', ...row }));
  else for (const line of printList(rows)) streams.tell(line);
  if (!streams.quiet) streams.err(shippedOnlyNote(configFile));
  return 0;
}

/** The document as written, and what it resolves to. */
async function show({ request, words, options, streams }: Call): Promise<ExitCode> {
  const name = needWord(words[1], 'the name of a profile', 'Names: dmx profiles list.');
  const { profiles, config } = await loadLibrary(request);
  const key = name.toLowerCase();
  const image = profiles.images.get(key);
  const found = [image, profiles.videos.get(key)].filter((one) => one !== undefined);
  if (found.length === 0) {
    throw unknownName('PROFILE_UNKNOWN', 'profile', name, [...namesOf(profiles.images), ...namesOf(profiles.videos)]);
  }
  if (options.json === true) {
    for (const { value } of found) streams.out(jsonLine({ type: 'profile', ...value }));
    return 0;
  }
  const documents = found.map(({ place }) => {
    const text = decodeUnicode(readFileSync(resolve(request.cwd, place.file))) ?? '';
    return `# ${printPlace(place)}\n${documentAt(text, place.line)}\n`;
  });
  streams.out(documents.join('---\n'));
  if (image === undefined) return 0;
  const orders = expand(image.value, profiles, { server: config.server, metadata: config.metadata });
  streams.out(`\n# What it makes of every picture:\n${printOrders(orders).join('\n')}\n`);
  return 0;
}

type Found = Pick<InspectedLibrary, 'problems' | 'warnings'>;

function printFound({ problems, warnings }: Found, { options, streams, checkout }: Call): void {
  if (options.json === true) {
    for (const problem of problems) streams.out(jsonLine({ type: 'problem', ...problem }));
    for (const warning of warnings) streams.out(jsonLine({ type: 'warning', ...warning }));
    return;
  }
  if (options.reporter === 'github') {
    for (const line of annotateProblems(problems, 'error', checkout)) streams.out(line);
    for (const line of annotateProblems(warnings, 'warning', checkout)) streams.out(line);
  }
  const paint = makePaint(streams.color);
  for (const line of printProblems(problems, paint)) streams.tell(line);
  for (const line of printProblems(warnings, paint)) streams.tell(`${paint.yellow('warning')}  ${line}`);
}

async function check(call: Call): Promise<ExitCode> {
  const { request, words, streams } = call;
  const { problems, warnings, profiles, configFile } = await inspectLibrary(request, words.slice(1));
  printFound({ problems, warnings }, call);
  const { images, videos, presets } = profiles;
  const count = `${plural(images.size + videos.size, 'profile')}, ${plural(presets.size, 'preset')}`;
  const wrong = problems.length === 0 ? 'no problems' : plural(problems.length, 'problem');
  const vain = warnings.length === 0 ? '' : `, ${plural(warnings.length, 'warning')}`;
  if (!streams.quiet) streams.err(`${count}: ${wrong}${vain}\n${shippedOnlyNote(configFile)}`);
  return problems.length > 0 ? FOUND : 0;
}

/** The actions of `dmx profiles`. */
export const PROFILES_ACTIONS = { list, show, check } as const;
