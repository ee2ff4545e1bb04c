import { makePaint } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { UsageError } from '../../model/errors.ts';
import type { ReqKind } from '../../model/properties.ts';
import { SET_REQS, type SetReq } from '../../model/sets.ts';
import type { Call, Command } from '../command.ts';
import type { ExitCode } from '../exit.ts';

/** The answer that a server would give; `props` is about the picture that preset and modifiers ask for. */
async function answer({ words, request, options, streams }: Call, kind: ReqKind): Promise<ExitCode> {
  const { preset, modifiers, set = [], lenient = false, json } = options;
  const wish = {
    set: Object.fromEntries(set),
    lenient,
    ...(preset === undefined ? {} : { preset }),
    ...(modifiers === undefined ? {} : { modifiers }),
  };
  const { answerRequest, printProperties } = await import('../use-cases.ts');
  const properties = await answerRequest(request, words[0] ?? '', kind, wish);
  streams.out(json === true ? jsonLine({ type: kind, properties }) : printProperties(properties));
  return 0;
}

const isSetReq = (req: string | undefined): req is SetReq => SET_REQS.some((one) => one === req);

/** The answer that a server would give about a set; with `--json` its tree. */
async function answerSet({ words, request, options, streams }: Call, req: SetReq): Promise<ExitCode> {
  const { answerSetRequest } = await import('../use-cases.ts');
  const { node, text } = await answerSetRequest(request, words[0] ?? '', req);
  streams.out(options.json === true ? jsonLine({ type: 'set', set: node }) : text);
  return 0;
}

function checkOptions({ preset, modifiers, set, lenient, req }: Call['options']): void {
  if (req === 'props' || [preset, modifiers, set, lenient].every((value) => value === undefined)) return;
  throw new UsageError('OPTION_CONFLICT', 'expected --req props beside a preset or modifiers, got none', {
    hint: 'Only props is about a rendition; dmx render makes one.',
  });
}

export const show: Command = {
  name: 'show',
  group: 'Look',
  summary: 'one asset in full: its master, renditions, smart crops, what failed',
  arguments: [
    {
      name: 'asset',
      completes: 'asset',
      required: true,
      help: 'an asset path of the catalog, or a file of the library; with --req set the path of a set',
    },
  ],
  takes: ['telling', 'rendition', 'place', 'output', 'lines', 'terminal'],
  examples: [
    ['dmx show shoes/red.jpg', 'what dmx knows of it'],
    ['dmx show shoes/red.jpg --json', 'with recipes, fingerprints and digests'],
    ['dmx show shoes/red.jpg --req props --preset web', 'size, type and length of a reply, without making it'],
    ['dmx show shoes/0123-RED-SET --req set,json', 'what viewers ask of a set'],
  ],
  async run(call) {
    const { words, request, options, streams } = call;
    checkOptions(options);
    const { req } = options;
    if (isSetReq(req)) return answerSet(call, req);
    if (req !== undefined) return answer(call, req);
    const { show: run, printAsset } = await import('../use-cases.ts');
    const view = await run(request, words[0] ?? '');
    const text = (): string => `${printAsset(view, makePaint(streams.color)).join('\n')}\n`;
    streams.out(options.json === true ? jsonLine({ type: 'asset', ...view }) : text());
    return 0;
  },
};
