import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openForFrames } from '../../src/engines/image/source/open-source.ts';
import { openPicture, toBytes } from '../../src/engines/image/source/pixels.ts';
import { makeSource } from '../../src/engines/image/source/source.ts';
import { genericInks } from '../../src/engines/image/color/generic-profile.ts';
import { sharp } from '../../src/engines/image/libvips.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import { withDecoded } from '../../src/engines/image/with-decoded.ts';
import { wholeOf } from '../../src/layout/reading.ts';
import type { ImageFacts } from '../../src/model/asset.ts';
import { DmxError } from '../../src/model/errors.ts';
import { masterFormat } from '../../src/model/formats/master-formats.ts';
import { sniff } from '../../src/system/sniff.ts';
import type { Picture } from '../../src/engines/picture.ts';
import { sharedFolder } from '../support/files/repository.ts';
import { pictureDifference } from '../support/pictures/picture-difference.ts';
import { median, printLine } from './measure.ts';

/** One master, and how far from each other two decoders show it. */
interface Outcome {
  readonly name: string;
  readonly format: string;
  /** The code of the error of dmx; undefined = it came out. */
  readonly refused?: string;
  /** The mean of the differences of all samples, of 255; undefined = the other decoder reads no picture of this size. */
  readonly mean?: number;
}

interface Profiles {
  readonly srgb: string;
  readonly inks: string;
}

/** Masters whose picture is a matter of taste: the other decoder dims and develops them in another way. */
const OF_TASTE: ReadonlySet<string> = new Set(['raw', 'exr', 'hdr']);

/** The picture as dmx shows it: on white, RGB of 8 bits. */
async function shownByDmx(file: string, facts: ImageFacts, scratch: string): Promise<Picture> {
  return withDecoded({ file, facts }, scratch, async (master) => {
    const opening = await openForFrames(master, [], false);
    const size = { width: facts.width, height: facts.height };
    const frame = { scaled: size, window: wholeOf(size), kernel: 'lanczos3' } as const;
    const picture = toBytes(await makeSource(opening, wholeOf(facts)).read(frame));
    const data = await openPicture(picture).flatten({ background: '#fff' }).toColourspace('srgb').raw().toBuffer();
    return { ...size, channels: 3, data };
  });
}

/** Profiles as files: of sRGB, and of the inks of masters that do not say theirs. */
async function profileFiles(scratch: string): Promise<Profiles> {
  const pixel = { create: { width: 1, height: 1, channels: 3, background: '#fff' } } as const;
  const { icc } = await sharp(await sharp(pixel).withIccProfile('srgb').png().toBuffer()).metadata();
  const [srgb, inks] = [path.join(scratch, 'srgb.icc'), path.join(scratch, 'inks.icc')];
  await writeFile(srgb, icc ?? '');
  await writeFile(inks, await genericInks());
  return { srgb, inks };
}

/** The picture as ImageMagick shows it: upright, by the relative intent with black-point compensation. */
async function shownByMagick(
  file: string,
  { colorSpace, icc }: ImageFacts,
  profiles: Profiles,
): Promise<Picture | undefined> {
  const inks = colorSpace === 'cmyk' && icc === null ? ['-profile', profiles.inks] : [];
  const manage = ['-intent', 'Relative', '-black-point-compensation', ...inks, '-profile', profiles.srgb];
  const words = [`${file}[0]`, '-auto-orient', ...manage, '-colorspace', 'sRGB', '-depth', '8', 'PNG32:-'];
  const { stdout, status } = spawnSync('convert', words, { maxBuffer: 2 ** 30, timeout: 120_000 });
  if (status !== 0 && stdout.length === 0) return undefined;
  const { data, info } = await sharp(stdout)
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

async function judge(file: string, scratch: string, profiles: Profiles): Promise<Outcome> {
  const mime = (await sniff(file)) ?? '';
  const about = { name: path.basename(file), format: masterFormat(mime)?.label ?? 'of no known kind' };
  try {
    const facts = await probeImage(file, mime);
    const ours = await shownByDmx(file, facts, scratch);
    if (OF_TASTE.has(masterFormat(mime)?.name ?? '')) return about;
    const theirs = await shownByMagick(file, facts, profiles).catch(() => undefined);
    const difference = theirs && pictureDifference(ours, theirs);
    return { ...about, ...(difference && { mean: difference.mean }) };
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return { ...about, refused: error.code };
  }
}

const NEAR = 1;

function printFormat(format: string, outcomes: readonly Outcome[]): void {
  const refused = outcomes.flatMap(({ refused: code }) => (code === undefined ? [] : [code]));
  const compared = outcomes.filter((one): one is Outcome & { readonly mean: number } => one.mean !== undefined);
  const means = compared.map(({ mean }) => mean);
  const worst = compared.toSorted((a, b) => b.mean - a.mean)[0];
  printLine({
    ...{ bench: 'accuracy', format, files: outcomes.length, comeOut: outcomes.length - refused.length },
    ...{ compared: compared.length, withinOne: means.filter((mean) => mean <= NEAR).length },
    ...(means.length > 0 && { median: median(means) }),
    ...(worst && { worst: worst.mean, worstFile: worst.name }),
    ...(refused.length > 0 && { refused: [...new Set(refused)].join(' ') }),
  });
}

/**
 * Accuracy of decoding: every file of a folder (default: the corpus of formats) beside ImageMagick, at full size in sRGB. Prints
 * for each format how many come out, and how far the means of the differences are from each other; needs `convert`.
 */
export async function benchAccuracy([folder = sharedFolder('corpus/formats')]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('expected a folder of masters, got none');
  const scratch = await mkdtemp(path.join(tmpdir(), 'accuracy-'));
  try {
    const profiles = await profileFiles(scratch);
    const names = (await readdir(folder)).filter((name) => !name.endsWith('.tsv')).toSorted();
    const byFormat = new Map<string, Outcome[]>();
    for (const name of names) {
      const outcome = await judge(path.join(folder, name), scratch, profiles);
      byFormat.set(outcome.format, [...(byFormat.get(outcome.format) ?? []), outcome]);
      process.stderr.write(`${name}: ${outcome.refused ?? outcome.mean?.toFixed(2) ?? 'not compared'}\n`);
    }
    for (const [format, outcomes] of [...byFormat].toSorted(([a], [b]) => (a < b ? -1 : 1)))
      printFormat(format, outcomes);
  } finally {
    await rm(scratch, { recursive: true });
  }
}
