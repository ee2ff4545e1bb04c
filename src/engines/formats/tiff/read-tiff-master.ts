import { type FileHandle, open } from 'node:fs/promises';

import type { ImageFacts } from '../../../model/asset.ts';
import { DEFAULT_LIMITS, type MasterLimits } from '../../../model/master-limits.ts';
import { checkMetadata } from '../../image/metadata/check-metadata.ts';
import { profileFacts } from '../../image/color/profile-facts.ts';
import { embeddedMetadata } from '../../image/metadata/embedded-metadata.ts';
import { embeddedPaths } from '../../image/paths/embedded-paths.ts';
import { findOutlines } from '../../image/paths/read-outlines.ts';
import { turnSize } from '../../image/source/orientation.ts';
import { isTiled } from '../../image/source/strips-of.ts';
import { ofMaster } from '../../image/source-error.ts';
import { numbersOf, TAG } from '../../../system/read-tiff.ts';
import type { Decoder } from '../decoder.ts';
import { probeWithLibvips } from '../libvips/read-with-libvips.ts';
import { readPageWithMagick, magickFacts } from './by-magick.ts';
import { alphaOf, judgeLayout, opensAsIs, type TiffReader } from './judge-layout.ts';
import { checkExtent, hasBlockLengths } from './check-extent.ts';
import { copyPage } from './copy-page.ts';
import { findTiffDamage } from './find-damage.ts';
import { FORMAT, readPage, type TiffLayout, type TiffPage } from './layout.ts';
import { readPageMetadata } from './page-metadata.ts';
import { readingBytesOf } from './read-samples.ts';
import { outColors, outDepth, rewritePage } from './rewrite.ts';

// What copying a file takes.
const COPY_BYTES = 2 ** 20;

/** A page of an open file, and who reads its pixels. */
interface Judged {
  readonly handle: FileHandle;
  readonly page: TiffPage;
  readonly by: TiffReader;
}

/** Hands out the page that is the picture while its file is open. Throws SourceError, and what `work` throws. */
async function withPage<T>(file: string, work: (judged: Judged) => Promise<T>, wanted = 1): Promise<T> {
  await using handle = await ofMaster(() => open(file, 'r'));
  const page = await ofMaster(() => readPage(handle, wanted));
  const { size } = await handle.stat();
  return await work({ handle, page, by: judgeLayout(page.layout, hasBlockLengths(page.layout, size)) });
}

/** Throws SourceError where the file ends before the pixels of the page do. */
async function checkPage({ handle, page }: Judged): Promise<void> {
  checkExtent(page.layout, (await handle.stat()).size);
}

/** The facts of a page that is written anew: of what libvips will open. */
async function factsOf(
  file: string,
  mime: string,
  limits: MasterLimits,
  page: TiffPage,
  pixels: Pick<ImageFacts, 'colorSpace' | 'alpha' | 'depth' | 'rewriteBytes'>,
): Promise<ImageFacts> {
  const { layout, pages, pageSizes } = page;
  const metadata = await readPageMetadata(page);
  checkMetadata(
    metadata.entries.map(({ data }) => data),
    limits,
  );
  const block = (tag: number): Buffer | undefined => metadata.entries.find((entry) => entry.tag === tag)?.data;
  const [told = 1] = numbersOf(metadata, TAG.orientation);
  const orientation = told >= 1 && told <= 8 ? told : 1;
  const { width, height } = layout;
  const outlines = await findOutlines(file, { tifftagPhotoshop: block(TAG.photoshop), orientation });
  return {
    kind: 'image',
    mime,
    ...turnSize({ width, height }, orientation),
    orientation,
    ...pixels,
    ...profileFacts(block(TAG.icc), pixels.colorSpace),
    progressive: false,
    pages,
    ...(pageSizes.length > 0 && { pageSizes }),
    ...(layout.guessed && { guessedColors: true }),
    ...(block(TAG.xmp)?.length && { xmp: true }),
    ...embeddedPaths(outlines),
    ...(await embeddedMetadata({ format: 'tiff', xmp: block(TAG.xmp), iptc: block(TAG.iptc) }, file)),
  };
}

const ownFacts = (layout: TiffLayout) => ({
  colorSpace: outColors(layout),
  alpha: alphaOf(layout) !== undefined,
  depth: outDepth(layout),
  rewriteBytes: readingBytesOf(layout),
});

/** Facts of a page that libvips reads from a copy. */
const copiedFacts = (layout: TiffLayout) => ({
  ...ownFacts(layout),
  depth: layout.format === FORMAT.float ? 32 : layout.bits === 1 ? 1 : layout.bits > 8 ? 16 : 8,
  rewriteBytes: COPY_BYTES,
});

async function probePage(file: string, mime: string, limits: MasterLimits, judged: Judged): Promise<ImageFacts> {
  const { page, by } = judged;
  await checkPage(judged);
  if (by === 'own') return factsOf(file, mime, limits, page, ownFacts(page.layout));
  if (by === 'magick') return factsOf(file, mime, limits, page, magickFacts(page.layout));
  if (!opensAsIs(page)) return factsOf(file, mime, limits, page, copiedFacts(page.layout));
  const { pageSizes } = page;
  return { ...(await probeWithLibvips(file, mime, limits)), ...(pageSizes.length > 0 && { pageSizes }) };
}

const REWRITES: Readonly<Record<TiffReader, (judged: Judged, file: string, target: string) => Promise<void>>> = {
  own: ({ handle, page }, _file, target) => rewritePage(handle, page, target),
  magick: ({ handle, page }, file, target) => readPageWithMagick(handle, page, file, target),
  libvips: ({ page }, file, target) => copyPage(page, file, target),
};

/** A further page, as the only one of its file, and its facts. */
async function writePage(judged: Judged, file: string, { mime, target }: { mime: string; target: string }) {
  const { page, by } = judged;
  await checkPage(judged);
  await REWRITES[by](judged, file, target);
  const told = by === 'own' ? ownFacts(page.layout) : magickFacts(page.layout);
  if (by !== 'libvips') return factsOf(file, mime, DEFAULT_LIMITS, page, told);
  return { ...(await probeWithLibvips(target, mime, DEFAULT_LIMITS)), pages: page.pages };
}

/** Pages of TIFFs that are no thumbnails of others: the first, or the one that is named. */
export const tiffDecoder: Decoder = {
  check: (file) => withPage(file, checkPage),
  // libvips leaves tiles black that it cannot unpack.
  hidesDamage: isTiled,
  findDamage: findTiffDamage,
  probe: (file, mime, limits) => withPage(file, (judged) => ofMaster(() => probePage(file, mime, limits, judged))),
  rewrite: (file, target) => withPage(file, (judged) => REWRITES[judged.by](judged, file, target)),
  writePart: (file, { page }, to) => withPage(file, (judged) => ofMaster(() => writePage(judged, file, to)), page),
};
