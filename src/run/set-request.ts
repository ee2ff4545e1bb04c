import { compareUtf8 } from '../base/text.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { inManifest } from '../model/manifest/manifest.ts';
import type { MediaSet, SetReq } from '../model/sets.ts';
import {
  assetNode,
  printJsonp,
  printXml,
  setNode,
  type AnswerAsset,
  type AnswerLookup,
  type AnswerNode,
} from '../sets/set-answer.ts';
import { cropProperties } from './properties.ts';
import { withReadOnly } from './project/runtime.ts';
import { catalogSets } from './publishing/project-sets.ts';
import type { Request } from './request.ts';
import { knownAssets, unknownAsset } from './project/unknown-asset.ts';

/** An answer as a server would send it, and its tree. */
export interface SetAnswer {
  readonly text: string;
  readonly node: AnswerNode;
}

const texts = (properties: Readonly<Record<string, string | number>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, String(value)]));

function answerAsset(asset: AssetRecord): AnswerAsset {
  const { kind, facts, sha256, smartCrops } = asset;
  const crops = kind === 'image' ? smartCrops.map((crop) => texts(cropProperties({ asset, crop }))) : [];
  const size = facts === null ? {} : { width: facts.width, height: facts.height };
  return { kind, ...size, version: sha256.slice(0, 8), crops };
}

/** The paths of the assets that a set shows, those of sets in it too. */
function shownIn(set: MediaSet | undefined, setAt: AnswerLookup['setAt']): readonly string[] {
  const members = set?.members ?? [];
  return members.flatMap((member) =>
    'set' in member ? shownIn(setAt(member.set), setAt) : [member.asset, ...(member.beside ?? [])],
  );
}

async function answerAssets(
  catalog: Pick<Catalog, 'assetsAt'>,
  paths: readonly string[],
): Promise<ReadonlyMap<string, AnswerAsset>> {
  const assets = new Map<string, AnswerAsset>();
  for await (const record of catalog.assetsAt([...new Set(paths)].toSorted(compareUtf8)))
    if (inManifest(record)) assets.set(record.path, answerAsset(record));
  return assets;
}

const UNKNOWN = {
  expected: 'the path of a set or an asset',
  otherwise: 'dmx sets lists the sets, dmx show an asset.',
} as const;

const IMAGE_SET = 'IMAGE_SET';

function printAnswer(req: SetReq, node: AnswerNode, text: string): string {
  if (req === 'imageset') return `${text}\r\n`;
  if (req === 'imageset,json') return printJsonp(IMAGE_SET, text);
  return req === 'set' ? printXml(node) : printJsonp('set', node);
}

/** The answer of a server to `req=set` and `req=imageset` about a set, or an asset alone. Throws UsageError ASSET_UNKNOWN. */
export function answerSetRequest(request: Request, given: string, req: SetReq): Promise<SetAnswer> {
  return withReadOnly(request, async ({ project, catalog }) => {
    const { sets, media } = await catalogSets(project, catalog);
    const byPath = new Map(media.map((set) => [set.path, set]));
    const setAt = (path: string): MediaSet | undefined => byPath.get(path);
    const assets = await answerAssets(catalog, [given, ...shownIn(setAt(given), setAt)]);
    const lookup: AnswerLookup = { assetAt: (path) => assets.get(path), setAt };
    const set = lookup.setAt(given);
    if (set === undefined && !assets.has(given))
      throw unknownAsset(given, UNKNOWN, await knownAssets(catalog, byPath.keys()));
    const node = set === undefined ? assetNode(given, lookup) : setNode(set, lookup);
    const text = sets.find(({ path }) => path === given)?.text ?? '';
    return { node, text: printAnswer(req, node, text) };
  });
}
