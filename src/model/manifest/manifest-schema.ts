import * as z from 'zod';
import { keysOf } from '../../base/table.ts';
import type { ReadonlyDeep, Same } from '../../base/plain-data.ts';
import { ASSET_STATES } from '../asset-state.ts';
import type { ManifestAsset } from './manifest-asset.ts';
import { MANIFEST_SCHEMA } from './manifest-forms.ts';
import type { PlaceholderKind } from './placeholder.ts';
import { ROLES } from '../rendition.ts';
import { SET_TYPES } from '../sets.ts';
import { PURPOSES } from '../track.ts';

// THE TABLE of the manifest: types, JSON Schema and docs follow. Fields are only ever added, and readers take what they
// know: no object is strict.

const text = z.string();
const pixels = z.int().min(0);
const bytes = z.int().min(0);
const share = z.number().min(0).max(1);
const sha256 = text.describe('Hexadecimal SHA-256');
const rect = z.tuple([share, share, share, share]).describe('x, y, width, height in fractions of the upright master');
const point = z.tuple([share, share]).describe('x, y in fractions of the upright master');

const rung = z.object({ name: text, width: pixels, height: pixels, bandwidth: z.int(), codecs: text });

const packaged = {
  entry: z.array(text).exactOptional().describe('Of a folder: the files that players are pointed to, below `path`'),
  rungs: z.array(rung).exactOptional().describe('Of a set of qualities; bandwidth in bits a second'),
  files: z
    .array(z.object({ path: text, bytes, sha256 }))
    .exactOptional()
    .describe('Of a folder: all its files, below `path`'),
};

const placedMark = z.object({
  index: z.int().min(0).describe('The number of the hotspot or zoom target among those of its asset'),
  points: z.array(z.tuple([share, share])).describe('One point, or the corners that show; fractions of the rendition'),
});

const placedMarks = {
  hotspots: z.array(placedMark).exactOptional().describe('The hotspots of its asset that it shows, and where'),
  zoomTargets: z.array(placedMark).exactOptional().describe('The same of zoom targets'),
};

const held = z.object({ name: text, videoBitrate: z.number(), asked: z.number() });

/** One variant of a rendition: the same picture in another format, width or density. */
const alternate = z.object({
  path: text.describe('Below the output, /-separated'),
  mime: text,
  width: pixels,
  height: pixels,
  dpr: z
    .number()
    .exactOptional()
    .describe('Pixels to a pixel of the rendition; absent where it is for pages that show it at another width'),
  bytes,
  sha256,
  quality: z.number().exactOptional().describe('Of its encoder: found where a look was asked, else that of a table'),
  score: z.number().exactOptional().describe('How much it looks like its picture: SSIMULACRA 2, where searched for'),
});

/** One file, or packaged folder, made from a master. */
const manifestRendition = z.object({
  name: text.describe('Unique in its asset'),
  role: z.enum(ROLES).describe('What it is for'),
  path: text.describe('Below the output, /-separated'),
  mime: text.describe('MIME type; of a folder, that of its first entry'),
  width: pixels.exactOptional().describe('Pixels; absent for tracks'),
  height: pixels.exactOptional().describe('Pixels; absent for tracks'),
  kind: z.enum(keysOf(PURPOSES)).exactOptional().describe('Of a track: what it is for'),
  language: text.exactOptional().describe('Of a track: BCP 47'),
  crop: text.exactOptional().describe('Name of the smart crop that it shows, where its own name is another one'),
  bytes: bytes.describe('Of the file, or all files of the folder'),
  sha256: sha256.describe('Of the file; of a folder, of the list of its files'),
  recipe: text.describe('What it was made by, as text'),
  fingerprint: text.describe('Digest of master and recipe'),
  ...packaged,
  ...placedMarks,
  alternates: z.array(alternate).exactOptional().describe('Variants for browsers to choose from'),
  quality: z.int().exactOptional().describe('The quality that was searched for'),
  score: z.number().exactOptional().describe('How much it looks like its picture: SSIMULACRA 2, where searched for'),
  poster: text
    .exactOptional()
    .describe('Of a silent clip of a picture that moves: name of the rendition that is shown before it plays'),
  heldBySource: z.array(held).exactOptional().describe('Bitrates that the master held down; bits a second'),
  stale: z.literal(true).exactOptional().describe('The last good one of a master that is now corrupt'),
});

const sound = z.object({ codec: text, channels: z.int(), sampleRate: z.number(), language: text.nullable() });

const master = z.object({
  mime: text,
  bytes,
  sha256: text.describe('Hexadecimal SHA-256; empty where it was not read'),
  width: pixels.exactOptional().describe('Of the upright picture; absent where it cannot be read'),
  height: pixels.exactOptional(),
  orientation: z.int().exactOptional().describe('EXIF orientation as found, 1…8'),
  colorSpace: z.enum(['srgb', 'gray', 'cmyk', 'lab', 'rgb']).exactOptional(),
  icc: text.nullable().exactOptional().describe('Name of the embedded profile'),
  alpha: z.boolean().exactOptional(),
  pages: z.int().exactOptional().describe('Frames or pages where there are several; the first is the picture'),
  durationSeconds: z.number().exactOptional(),
  fps: z.number().exactOptional(),
  codecs: z.array(text).exactOptional(),
  rotation: z.number().exactOptional().describe('Degrees clockwise'),
  hdr: z.enum(['pq', 'hlg']).nullable().exactOptional(),
  audio: z.array(sound).exactOptional(),
  subtitles: z.array(z.object({ codec: text, language: text.nullable(), forced: z.boolean() })).exactOptional(),
  projection: text.exactOptional(),
  damage: text.exactOptional().describe('Words about parts of it that are damaged or missing, and shown as they came'),
});

const smartCrop = z.object({
  name: text,
  rect,
  focus: point,
  by: text.describe('The detector that found it, or manual'),
  confidence: share,
  path: z
    .array(z.tuple([z.number(), share, share]))
    .exactOptional()
    .describe('Of a clip: seconds and the upper left corner'),
  setAside: z.literal('ratio').exactOptional().describe("Why a person's rectangle was not taken"),
});

const metadata = z.object({
  title: text.exactOptional(),
  description: text.exactOptional(),
  alt: text.exactOptional().describe('In place of the picture; empty: it is decoration'),
  creator: z.array(text).exactOptional(),
  rights: text.exactOptional(),
  credit: text.exactOptional(),
  keywords: z.array(text).exactOptional(),
  rating: z.int().min(-1).max(5).exactOptional(),
  captured: text.exactOptional().describe('ISO 8601, as far as it is known'),
  gps: z.object({ latitude: z.number(), longitude: z.number() }).exactOptional(),
});

const page = z.object({
  sizes: text.exactOptional(),
  renditions: z.array(text).exactOptional(),
  crops: z.array(z.object({ crop: text.nullable(), from: z.number() })).exactOptional(),
});

const placeholder = z.object({
  thumbhash: text.exactOptional().describe('Base64'),
  blurhash: text.exactOptional(),
  webp: text.exactOptional().describe('A data URI'),
  color: text.exactOptional().describe('#rrggbb'),
} satisfies Record<PlaceholderKind, z.ZodType>);

const action = {
  quickview: z
    .record(text, text)
    .exactOptional()
    .describe('Variables, sku among them; one of quickview, href, fragment'),
  href: text.exactOptional(),
  target: text.exactOptional().describe('The window that href opens in'),
  fragment: text.exactOptional().describe('Address of a part of a page that is laid over this one'),
  width: z.number().exactOptional().describe('Of the fragment; CSS pixels'),
  height: z.number().exactOptional(),
};

const hotspot = z.object({
  name: text.describe('For people'),
  at: point.exactOptional().describe('A point with an icon; one of at, area and polygon'),
  area: rect.exactOptional(),
  polygon: z.array(point).exactOptional(),
  ...action,
});

const zoomTarget = z.object({ label: text, rect, userData: text.exactOptional() });

const clipSwatch = z.object({
  from: z.number().describe('Seconds from the start of the clip'),
  to: z.number().exactOptional(),
  label: text.describe('For people'),
  image: text.exactOptional().describe('An asset path, or the path of a file of the site, from /'),
  ...action,
});

/** One asset, a line of the manifest, as zod reads it. */
export const manifestAssetSchema = z.object({
  path: text.describe('The asset path: that of its master below the library'),
  kind: z.enum(['image', 'video']),
  state: z.enum(ASSET_STATES),
  master,
  profile: text.nullable(),
  swatchColor: text.exactOptional().describe('#rrggbb'),
  placeholder: placeholder.exactOptional().describe('For the time until the picture is there'),
  metadata: metadata.exactOptional().describe('The words of its file and its sidecar'),
  tags: z.array(text).exactOptional(),
  smartTags: z
    .array(z.object({ label: text, confidence: share }))
    .exactOptional()
    .describe('What detectors saw'),
  page: page.exactOptional().describe('How a page shows it, as its profile says'),
  hotspots: z.array(hotspot).exactOptional().describe('Places that do something when they are chosen'),
  zoomTargets: z.array(zoomTarget).exactOptional().describe('Parts that viewers zoom to'),
  swatches: z.array(clipSwatch).exactOptional().describe('What is shown beside a clip, in step with its time'),
  smartCrops: z.array(smartCrop),
  renditions: z.array(manifestRendition),
  errors: z.array(z.object({ code: text, rendition: text.nullable(), message: text, hint: text })),
  leftOut: z.array(text).exactOptional().describe('Encodings that would enlarge the master'),
  keptFrom: text.exactOptional().describe('The path whose processing it keeps'),
});

const swatch = z.union([z.object({ asset: text }), z.object({ color: z.int() })]);

/** One set, after the assets. */
const manifestSet = z.object({
  path: text.describe('Its path among the assets of the library'),
  type: z.enum(SET_TYPES),
  by: text.nullable().describe('The rule that found it; null: written down by hand'),
  members: z.array(z.looseObject({ swatch: swatch.exactOptional(), label: text.exactOptional() })),
  rows: z.int().exactOptional().describe('Of a spin in two directions'),
  columns: z.int().exactOptional(),
  text: text.describe('In the set language of Image Serving'),
  version: text.describe('Changes whenever anything else of the entry does'),
});

/** A set as a line, as zod reads it. */
export const manifestSetLine = manifestSet.extend({ kind: z.literal('set') });

/** The manifest as one document. */
const manifestDocument = z.object({
  schema: z.literal(MANIFEST_SCHEMA),
  generator: z.object({ name: text, version: text }),
  assets: z.array(manifestAssetSchema),
  sets: z.array(manifestSet).exactOptional(),
});

/** The index of `manifest: folders`. */
const manifestIndex = z.object({
  schema: z.literal(MANIFEST_SCHEMA),
  generator: z.object({ name: text, version: text }),
  folders: z.array(z.object({ folder: text, file: text, assets: z.int() })),
  sets: z.array(manifestSet).exactOptional(),
});

// The types that programs read and this table say the same, or it does not compile.
true satisfies Same<ReadonlyDeep<z.output<typeof manifestAssetSchema>>, ManifestAsset>;

/** The schema for readers: unknown fields of later versions are allowed. */
const OPEN = { io: 'input' } as const;

/** The JSON Schema of the manifest in each of its forms: a document, a line, an index of folders. */
export function manifestJsonSchema(): z.core.JSONSchema.BaseSchema {
  const { $schema, ...asset } = z.toJSONSchema(manifestAssetSchema, OPEN);
  const of = (schema: z.ZodType): z.core.JSONSchema.BaseSchema => {
    const { $schema: _draft, ...rest } = z.toJSONSchema(schema, OPEN);
    return rest;
  };
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: `The manifest of dmx, ${MANIFEST_SCHEMA}`,
    anyOf: [of(manifestDocument), of(manifestIndex), asset, of(manifestSetLine)],
  };
}
