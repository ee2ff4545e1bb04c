import { makePaint } from '../../base/paint.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { UsageError } from '../../model/errors.ts';
import { MARK_REQS, type MarkReq, type ReqKind } from '../../model/properties.ts';
import { SET_REQS, type SetReq } from '../../model/sets.ts';
import type { RenderWish } from '../../run/rendering/order.ts';
import type { Call, Command } from '../command.ts';
import type { ExitCode } from '../exit.ts';

/** The picture that preset and modifiers ask for. */
function wishOf({ preset, modifiers, set = [], lenient = false }: Call['options']): RenderWish {
  return {
    set: Object.fromEntries(set),
    lenient,
    ...(preset === undefined ? {} : { preset }),
    ...(modifiers === undefined ? {} : { modifiers }),
  };
}

/** The answer that a server would give; `props` is about the picture that preset and modifiers ask for. */
async function answer({ words, request, options, streams }: Call, kind: ReqKind): Promise<ExitCode> {
  const { answerRequest, printProperties } = await import('../use-cases.ts');
  const properties = await answerRequest(request, words[0] ?? '', kind, wishOf(options));
  streams.out(options.json === true ? jsonLine({ type: kind, properties }) : printProperties(properties));
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

const isMarkReq = (req: string | undefined): req is MarkReq => MARK_REQS.some((one) => one === req);

/** The hotspots or zoom targets of a reply, where they lie in it; with `--json` as the manifest has them. */
async function answerMark({ words, request, options, streams }: Call, req: MarkReq): Promise<ExitCode> {
  const { answerMarks, printAreas, printProperties, targetProperties } = await import('../use-cases.ts');
  const { marked, view } = await answerMarks(request, words[0] ?? '', wishOf(options));
  const { size, hotspots, zoomTargets, map } = view;
  const areas = map.filter((place) => 'attributes' in place);
  const print = {
    map: () => printAreas(marked, map, size),
    targets: () => printProperties(targetProperties(marked, zoomTargets, size)),
  };
  const placed = req === 'map' ? { hotspots, ...(areas.length > 0 && { areas }) } : { zoomTargets };
  streams.out(options.json === true ? jsonLine({ type: req, ...size, ...placed }) : print[req]());
  return 0;
}

function checkOptions({ preset, modifiers, set, lenient, req }: Call['options']): void {
  if (req === 'props' || isMarkReq(req) || [preset, modifiers, set, lenient].every((value) => value === undefined))
    return;
  throw new UsageError(
    'OPTION_CONFLICT',
    'expected --req props, map or targets beside a preset or modifiers, got none',
    {
      hint: 'Only these are about a rendition; dmx render makes one.',
    },
  );
}

export const show: Command = {
  name: 'show',
  group: 'Look',
  summary: 'shows one asset in full: its master, renditions, smart crops, failures',
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
    ['dmx show shoes/red.jpg:Large --req map', 'its hotspots where they lie in a smart crop, as AREA elements'],
    ['dmx show shoes/0123-RED-SET --req set,json', 'what viewers ask of a set'],
  ],
  async run(call) {
    const { words, request, options, streams } = call;
    checkOptions(options);
    const { req } = options;
    if (isSetReq(req)) return answerSet(call, req);
    if (isMarkReq(req)) return answerMark(call, req);
    if (req !== undefined) return answer(call, req);
    const { show: run, printAsset } = await import('../use-cases.ts');
    const view = await run(request, words[0] ?? '');
    if (options.json === true) streams.out(jsonLine({ type: 'asset', ...view }));
    else for (const line of printAsset(view, makePaint(streams.color))) streams.tell(line);
    return 0;
  },
};
