import { makePaint, printable } from '../../base/paint.ts';
import { nearest, plural } from '../../base/text.ts';
import { UsageError } from '../../model/errors.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import type { MemberEntry } from '../../model/sets.ts';
import { sets as readSets, type SetsView } from '../../run/sets.ts';
import type { Call } from '../command.ts';
import { FAILED, type ExitCode } from '../exit.ts';
import { printColumns } from '../table.ts';
import { needWord } from '../word.ts';

type Listed = SetsView['sets'][number];

/** `3 × 12 pictures`, `4 members` */
function countOf({ members, rows, columns }: Listed): string {
  return rows === undefined ? plural(members.length, 'member') : `${rows} × ${columns} members`;
}

/** Says which rules make nothing because no folder names them. */
function warnOfIdleRules({ idleRules }: SetsView, { context }: Call): void {
  for (const name of idleRules) {
    const message = `expected a folder that names the rule ${name}, got none: it makes no sets`;
    const hint = `Name it in dmx.yaml: folders: [{ path: "**", sets: [${name}] }]`;
    context.emit({ type: 'notice', level: 'warning', message, hint });
  }
}

async function list(call: Call): Promise<ExitCode> {
  const { request, options, streams } = call;
  const view = await readSets(request);
  const { sets } = view;
  warnOfIdleRules(view, call);
  if (options.json === true) for (const set of sets) streams.out(jsonLine({ kind: 'set', ...set }));
  else
    for (const line of printColumns(sets.map((set) => [set.path, set.type, countOf(set), set.by ?? ''].map(printable))))
      streams.tell(line);
  if (options.json !== true && !streams.quiet) streams.err(`${plural(sets.length, 'set')}\n`);
  return 0;
}

function printMember({ asset, set, beside = [], swatch, label }: MemberEntry): readonly string[] {
  const face = swatch === undefined ? '' : 'asset' in swatch ? swatch.asset : swatch.color;
  return [[asset ?? set ?? '', ...beside].join(' + '), set === undefined ? '' : 'set', face, label ?? ''].map(
    printable,
  );
}

function unknownSet(name: string, sets: readonly Listed[]): UsageError {
  const near = nearest(
    name,
    sets.map(({ path }) => path),
  );
  const hint = near === undefined ? 'Names: dmx sets list.' : `Did you mean \`${near}\`?`;
  return new UsageError('SET_UNKNOWN', `expected the path of a set, got ${JSON.stringify(name)}`, { hint });
}

async function show({ request, words, options, streams }: Call): Promise<ExitCode> {
  const name = needWord(words[1], 'the path of a set', 'Names: dmx sets list.');
  const { sets, findings } = await readSets(request);
  const found = sets.find(({ path }) => path === name);
  if (found === undefined) throw unknownSet(name, sets);
  if (options.json === true) {
    streams.out(jsonLine({ kind: 'set', ...found }));
    return 0;
  }
  const paint = makePaint(streams.color);
  const by = found.by === null ? 'written down' : `by the rule ${found.by}`;
  const notes = findings.filter(({ set }) => set === name).map(({ message }) => paint.yellow(printable(message)));
  const lines = [
    `${printable(found.path)}  ${found.type} set of ${countOf(found)}, ${printable(by)}, version ${found.version}`,
    ...printColumns(found.members.map(printMember)).map((line) => `  ${line}`),
    ...notes,
    paint.dim('# in the set language of catalogs:'),
    printable(found.text),
  ];
  streams.out(`${lines.join('\n')}\n`);
  return 0;
}

/** Prints problems of sets; exit code 3 where one is left out. */
async function check(call: Call): Promise<ExitCode> {
  const { request, options, streams } = call;
  const view = await readSets(request);
  const { sets, findings } = view;
  warnOfIdleRules(view, call);
  const paint = makePaint(streams.color);
  for (const finding of findings) {
    const { set, fatal, message, hint } = finding;
    if (options.json === true) {
      streams.out(jsonLine({ type: 'set-finding', ...finding }));
      continue;
    }
    const mark = fatal ? paint.red('left out') : paint.yellow('warning');
    streams.tell(`${mark}  ${printable(set)}  ${printable(message)}`);
    if (hint !== undefined) streams.tell(`  ${paint.dim(`→ ${printable(hint)}`)}`);
  }
  const lost = findings.filter(({ fatal }) => fatal).length;
  if (options.json !== true && !streams.quiet) {
    const left = lost === 0 ? '' : `, ${lost} left out`;
    streams.err(`${plural(sets.length, 'set')}${left}\n`);
  }
  return lost > 0 ? FAILED : 0;
}

/** The actions of `dmx sets`. */
export const SETS_ACTIONS = { list, show, check } as const;
