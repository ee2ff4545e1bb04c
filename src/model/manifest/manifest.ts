import { present } from '../../base/present.ts';
import type { Marked, PlacedMarks } from '../hotspots.ts';
import { listingOf } from './listing.ts';
import type { AssetRecord } from '../catalog-record.ts';
import type { Facts, VideoFacts } from '../asset.ts';
import { MANIFEST_SCHEMA } from './manifest-forms.ts';
import type { ManifestAsset, ManifestCrop, ManifestMaster, ManifestRendition } from './manifest-asset.ts';
import type { RenditionRecord, SmartCropRecord } from '../rendition.ts';
import type { SetEntry } from '../sets.ts';

type MasterFacts = Omit<ManifestMaster, 'mime' | 'bytes' | 'sha256'>;

function masterFacts(facts: Facts | null): MasterFacts {
  if (facts === null) return {};
  if (facts.kind === 'video') return videoFacts(facts);
  const { width, height, orientation, colorSpace, icc, alpha, pages } = facts;
  return { width, height, orientation, colorSpace, icc, alpha, ...(pages > 1 && { pages }) };
}

/** The words about damage of a master as decoders told it, else as probing did. */
export function damageOf({ damage, facts }: AssetRecord): string | undefined {
  const isCutOff = facts?.kind === 'image' && facts.cutOff === true;
  return damage ?? (isCutOff ? 'cut off' : undefined);
}

/** To a thousandth: what people and players read; the exact fraction is in the catalog. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function videoFacts({
  width,
  height,
  rotation,
  frameRate,
  durationSeconds,
  codec,
  hdr,
  ...facts
}: VideoFacts): MasterFacts {
  const [over, under] = frameRate;
  const { sound, text, projection } = facts;
  return {
    ...{ width, height, durationSeconds, fps: rounded(over / under) },
    codecs: [codec, ...(sound[0] === undefined ? [] : [sound[0].codec])],
    ...{ rotation, hdr },
    audio: sound.map(({ codec: own, channels, sampleRate, language }) => ({
      codec: own,
      channels,
      sampleRate,
      language,
    })),
    subtitles: text.map(({ codec: own, language, forced }) => ({ codec: own, language, forced })),
    ...(projection === null ? {} : { projection }),
  };
}

function smartCrop({ name, rect, focus, by, confidence, path, setAside }: SmartCropRecord): ManifestCrop {
  const moves = path === undefined ? {} : { path };
  return { name, rect, focus, by, confidence, ...moves, ...(setAside === undefined ? {} : { setAside }) };
}

/** A file that stands for a rendition. */
function alternate(
  record: RenditionRecord,
  own: Pick<RenditionRecord, 'width' | 'height'>,
): NonNullable<ManifestRendition['alternates']>[number] {
  const { path, mime, width, height, bytes, sha256, quality, score } = record;
  const dpr = record.alternate?.dpr ?? (width === own.width && height === own.height ? 1 : undefined);
  return {
    ...{ path, mime, width, height },
    ...(dpr !== undefined && { dpr }),
    ...{ bytes, sha256 },
    ...(quality !== undefined && { quality }),
    ...(score !== undefined && { score }),
  };
}

function rendition(record: RenditionRecord, all: readonly RenditionRecord[]): ManifestRendition {
  const {
    name,
    role,
    path,
    mime,
    width,
    height,
    bytes,
    sha256,
    recipe,
    fingerprint,
    quality,
    score,
    packaged,
    track,
    crop,
    held,
    poster,
    stale,
  } = record;
  const shape = track === undefined ? { width, height } : { kind: track.purpose, language: track.language };
  const through = crop === undefined ? {} : { crop };
  const facts = { name, role, path, mime, ...shape, ...through, bytes, sha256, recipe, fingerprint, ...packaged };
  const alternates = all.filter((one) => one.alternate?.of === name).map((one) => alternate(one, record));
  const listed = {
    ...facts,
    ...(alternates.length > 0 && { alternates }),
    ...(quality === undefined ? {} : { quality }),
    ...(score !== undefined && { score }),
    ...(held === undefined ? {} : { heldBySource: held }),
    ...(poster !== undefined && { poster }),
  };
  return stale === true ? { ...listed, stale } : listed;
}

/** The marks of each rendition of an asset, by its name. */
export type MarksByRendition = ReadonlyMap<string, PlacedMarks>;

const UNMARKED: MarksByRendition = new Map();

/** The marks of one rendition: those kinds that its asset has. */
function marksOf({ hotspots, zoomTargets }: Marked, placed: PlacedMarks | undefined): Partial<PlacedMarks> {
  if (placed === undefined) return {};
  return {
    ...(hotspots && { hotspots: placed.hotspots }),
    ...(zoomTargets && { zoomTargets: placed.zoomTargets }),
  };
}

/** The renditions that a profile names, each with the files that stand for it. */
function renditionsOf(record: AssetRecord, marks: MarksByRendition): readonly ManifestRendition[] {
  const beside = record.renditions.filter(({ alternate: stands }) => stands !== undefined);
  return record.renditions
    .filter(({ alternate: stands }) => stands === undefined)
    .map((made) => ({ ...rendition(made, beside), ...marksOf(record, marks.get(made.name)) }));
}

/** An asset as the manifest lists it: keys in a fixed order, no time and no absolute path. */
export function manifestAsset(record: AssetRecord, marks: MarksByRendition = UNMARKED): ManifestAsset {
  const { path, kind, state, mime, stat, sha256, profile, swatchColor, placeholder, leftOut, keptFrom } = record;
  const { smartTags = [] } = record;
  const { page, hotspots, zoomTargets, swatches, ...said } = listingOf(record);
  return {
    path,
    kind,
    state,
    master: { mime, bytes: stat.bytes, sha256, ...masterFacts(record.facts), ...present({ damage: damageOf(record) }) },
    profile,
    ...(swatchColor === undefined ? {} : { swatchColor }),
    ...(placeholder && { placeholder }),
    ...said,
    ...(smartTags.length > 0 && { smartTags }),
    ...listingOf({ page, hotspots, zoomTargets, swatches }),
    smartCrops: record.smartCrops.map(smartCrop),
    renditions: renditionsOf(record, marks),
    errors: record.errors.map(({ code, rendition: name, message, hint }) => ({ code, rendition: name, message, hint })),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(keptFrom === undefined ? {} : { keptFrom }),
  };
}

/** Tells whether the manifest lists an asset: not those that vanished or are not published. */
export function inManifest(record: AssetRecord): boolean {
  return !record.gone && record.published;
}

/**
 * The manifest's text in chunks, flat in memory: the envelope, then one asset a line, then one set a line where there are
 * any. `assets`: those listed, in UTF-8 order; equal ones give equal bytes.
 */
export async function* manifestJson(
  assets: AsyncIterable<ManifestAsset>,
  version: string,
  sets: readonly SetEntry[] = [],
): AsyncIterable<string> {
  const generator = JSON.stringify({ name: 'dmx', version });
  yield `{"schema":${JSON.stringify(MANIFEST_SCHEMA)},"generator":${generator},"assets":[`;
  let between = '\n';
  for await (const asset of assets) {
    yield `${between}${JSON.stringify(asset)}`;
    between = ',\n';
  }
  yield '\n]';
  if (sets.length > 0) yield `,"sets":[\n${sets.map((set) => JSON.stringify(set)).join(',\n')}\n]`;
  yield '}\n';
}

/** The manifest without its envelope: one asset a line, then one set a line, which says `"kind":"set"`. */
export async function* manifestLines(
  assets: AsyncIterable<ManifestAsset>,
  sets: readonly SetEntry[] = [],
): AsyncIterable<string> {
  for await (const asset of assets) yield `${JSON.stringify(asset)}\n`;
  for (const set of sets) yield `${JSON.stringify({ kind: 'set', ...set })}\n`;
}
