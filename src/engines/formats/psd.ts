import type { ImageFacts } from '../../model/asset.ts';
import { profilePrimaries } from '../image/color/srgb-profile.ts';
import { profileFacts } from '../image/color/profile-facts.ts';
import { embeddedMetadata } from '../image/metadata/embedded-metadata.ts';
import { embeddedPaths } from '../image/paths/embedded-paths.ts';
import { readPaths } from '../image/paths/path-resource.ts';
import type { Resource } from '../image/paths/photoshop-resources.ts';
import type { Decoder } from './decoder.ts';
import { writeLight } from './hdr/linear-picture.ts';
import { unread } from './psd/bytes.ts';
import { lightOf } from './psd/floats.ts';
import { isMetadata, metadataOf, RESOURCE } from './psd/metadata.ts';
import { composedDepth, layeredPicture, rasterLayout, rasterSamples } from './psd/layers/layered-picture.ts';
import { largestLayer } from './psd/layers/compose-layers.ts';
import { layerTree } from './psd/layers/layer-tree.ts';
import { readLayers } from './psd/layers/read-layers.ts';
import { undrawnOf } from './psd/layers/undrawn.ts';
import { withPsd } from './psd/open-file.ts';
import { openPlanes, type Planes } from './psd/planes.ts';
import { reusable } from './psd/reusable.ts';
import { isTransparent, readWanted, type PsdFile } from './psd/sections.ts';
import { applyPalette, interleave } from './psd/interleave.ts';
import { TAG } from '../../system/read-tiff.ts';
import type { TiffMetadata } from '../image/tiff/write-directories.ts';
import { writeUncompressedTiff } from '../image/tiff/write-uncompressed-tiff.ts';

// Masters are read by a small reader of our own. Of the libraries that there are ag-psd 31 knows no CMYK, @webtoon/psd
// 0.4 no 16 bits, and it stops on spot colours and on pictures of 32 bits (tried on 18 files); both hold the whole file
// and all its pixels. What is read here are four lengths, the resources that JPEG and TIFF have as well, and PackBits.

/** A file whose merged picture is open. */
interface Merged {
  readonly file: PsdFile;
  readonly planes: Planes;
  readonly alpha: boolean;
}

/**
 * Tells whether a file has layers only: without "maximize compatibility" Photoshop writes a blank composite, and
 * records that in resource 1057. Throws SourceError where there are no layers either.
 */
async function isLayered(file: PsdFile, resources: readonly Resource[]): Promise<boolean> {
  const version = resources.find(({ id }) => id === RESOURCE.version);
  // Four bytes of a number stand before the flag.
  if (version === undefined || version.data[4] !== 0) return false;
  if ((await readLayers(file)).length > 0) return true;
  const hint = 'Save the master again with "Maximize Compatibility" (Photoshop: Preferences > File Handling).';
  throw unread('a Photoshop file with a merged picture or layers', 'one without either', hint);
}

/** Names of what is not drawn: enough to see what it is about. */
const MOST_TOLD = 10;

/** The facts of a picture that layers make: 8 bits, clear where there are none. */
async function layeredFacts(file: PsdFile, mime: string, resources: readonly Resource[]): Promise<ImageFacts> {
  const { icc, told, profileKind, ...facts } = await factsOf({ file, alpha: true }, mime, resources);
  const { hdr: _dimmed, ...rest } = facts;
  const layers = await readLayers(file);
  const undrawn = await undrawnOf(file, await layerTree(file, layers));
  const colors =
    file.header.depth === FLOATS ? { icc: null, told: 'sRGB' as const } : { icc, ...(profileKind && { profileKind }) };
  return {
    ...rest,
    ...colors,
    ...(told && { told }),
    colorSpace: file.header.mode.space,
    depth: composedDepth(file),
    layered: largestLayer(file, layers),
    ...(undrawn.length > 0 && { undrawn: undrawn.slice(0, MOST_TOLD) }),
  };
}

async function openMerged(file: PsdFile): Promise<Merged> {
  const alpha = await isTransparent(file);
  return { file, alpha, planes: await openPlanes(file, file.header.mode.colors + (alpha ? 1 : 0)) };
}

/** Bits a sample in the TIFF: Lab is there in 16 bits alone, as libvips reads it. */
function outDepth({ header: { depth, mode } }: PsdFile): 1 | 8 | 16 {
  return mode.space === 'lab' || depth === FLOATS ? 16 : depth;
}

// Its colours are light, and come out as sRGB.
const FLOATS = 32;
const FLOAT_FACTS = { icc: null, told: 'sRGB', hdr: 'light' } as const;

async function factsOf(
  { file, alpha }: Pick<Merged, 'file' | 'alpha'>,
  mime: string,
  resources: readonly Resource[],
): Promise<ImageFacts> {
  const { width, height, mode } = file.header;
  const block = (wanted: number): Buffer | undefined => resources.find(({ id }) => id === wanted)?.data;
  const icc = block(RESOURCE.icc);
  const floats = file.header.depth === FLOATS;
  return {
    kind: 'image',
    mime,
    width,
    height,
    orientation: 1,
    // Gray with alpha is converted to RGB.
    colorSpace: floats && alpha ? 'srgb' : mode.space,
    ...(floats ? FLOAT_FACTS : profileFacts(icc, mode.space)),
    alpha,
    depth: outDepth(file),
    progressive: false,
    pages: 1,
    ...(resources.some(({ id, data }) => id === RESOURCE.xmp && data.length > 0) && { xmp: true }),
    ...embeddedPaths(readPaths(resources)),
    ...(await embeddedMetadata({
      exif: block(RESOURCE.exif),
      xmp: block(RESOURCE.xmp),
      iptc: block(RESOURCE.iptc),
    })),
  };
}

/** The layout of the merged picture in the TIFF. */
function layoutOf({ file, alpha }: Merged) {
  const { width, height, mode } = file.header;
  const colors = file.palette.length > 0 ? 3 : mode.colors;
  const { photometric } = mode;
  return { width, height, depth: outDepth(file), samples: colors + (alpha ? 1 : 0), alpha, photometric };
}

/** Reads rows of the merged picture as the TIFF has them; those it gave before are overwritten. */
function rowReader(merged: Merged): (first: number, last: number) => Promise<Buffer> {
  const { file, planes, alpha } = merged;
  const { mode, depth, width } = file.header;
  const { samples, depth: bits } = layoutOf(merged);
  const buffers = Array.from({ length: mode.colors + (alpha ? 1 : 0) }, reusable);
  const interleaved = reusable();
  return async (first, last) => {
    const rows = buffers.map((buffer) => buffer((last - first) * planes.rowBytes));
    for (const [channel, plane] of rows.entries()) await planes.read(channel, first, plane);
    const [plane = Buffer.alloc(0)] = rows;
    if (depth === 1 || depth === FLOATS || bits === 1) return plane;
    const out = interleaved(((last - first) * width * samples * bits) / 8);
    if (file.palette.length > 0) applyPalette(plane, file.palette, out);
    else interleave({ mode, planes: rows }, depth, bits, out);
    return out;
  };
}

async function writeLayered(file: PsdFile, metadata: TiffMetadata, target: string): Promise<void> {
  const raster = await layeredPicture(file);
  const layout = rasterLayout(file, raster);
  const samples = rasterSamples(file, raster);
  const rowBytes = samples.length / layout.height;
  const rows = (first: number, last: number): Buffer => samples.subarray(first * rowBytes, last * rowBytes);
  await writeUncompressedTiff({ ...layout, metadata }, (first, last) => Promise.resolve(rows(first, last)), target);
}

const decoder = {
  probe: (path, mime, limits) =>
    withPsd(path, async (file) => {
      const resources = await readWanted(file, isMetadata, limits);
      if (await isLayered(file, resources)) return await layeredFacts(file, mime, resources);
      return await factsOf(await openMerged(file), mime, resources);
    }),
  decode: (path, target) =>
    withPsd(path, async (file) => {
      const resources = await readWanted(file, isMetadata);
      const metadata = await metadataOf(resources);
      const entries = metadata.entries.filter(({ tag }) => tag !== TAG.icc || file.header.depth !== FLOATS);
      if (await isLayered(file, resources)) return await writeLayered(file, { ...metadata, entries }, target);
      const merged = await openMerged(file);
      if (file.header.depth === FLOATS) {
        // Its samples are light, whatever the curves of its profile: the primaries count.
        const icc = metadata.entries.find(({ tag }) => tag === TAG.icc)?.data;
        const primaries = icc && profilePrimaries(icc);
        const light = lightOf(file, merged.planes, merged.alpha);
        await writeLight({ ...light, primaries, metadata: { ...metadata, entries } }, target);
        return;
      }
      await writeUncompressedTiff({ ...layoutOf(merged), metadata }, rowReader(merged), target);
    }),
} satisfies Decoder;

/** Photoshop files, PSD and PSB: their merged picture, or that of their layers where they have none. */
export const psd = { decoder, encoder: undefined };
