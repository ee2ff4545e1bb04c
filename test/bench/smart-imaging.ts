import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { encodeToScore } from '../../src/engines/image/quality/encode-to-score.ts';
import { likenessTo } from '../../src/engines/image/quality/ssimulacra2.ts';
import { sharp } from '../../src/engines/image/libvips.ts';
import { encode } from '../../src/engines/image/output/encode.ts';
import { encoderOf } from '../../src/engines/formats/index.ts';
import { finishColors } from '../../src/engines/image/color/finish-colors.ts';
import { NO_METADATA } from '../../src/engines/image/metadata/source-metadata.ts';
import { toPicture } from '../../src/engines/image/source/pixels.ts';
import type { AnyPicture } from '../../src/engines/picture.ts';
import { formatOf } from '../../src/model/formats/output-formats.ts';
import type { Output } from '../../src/model/recipe/recipe.ts';
import { sharedFolder } from '../support/files/repository.ts';
import { median, printLine } from './measure.ts';

/** The file that people know the look of. */
const KNOWN = { format: 'jpeg', quality: 80, fullChroma: false } as const;

const FORMATS: readonly Partial<Output>[] = [
  { format: 'jpeg' },
  { format: 'webp', effort: 'small' },
  { format: 'avif' },
];

async function bytesOf(picture: AnyPicture, output: Partial<Output>): Promise<Buffer> {
  const means = { format: formatOf(output), source: NO_METADATA, loadProfile: () => Promise.reject(new Error('none')) };
  return (await encode(picture, { output, metadata: 'none' }, means)).bytes;
}

/** What one picture takes in a format at the score that its JPEG of quality 80 has. */
async function held(picture: AnyPicture, output: Partial<Output>, target: number) {
  let encodes = 0;
  const start = process.cpuUsage();
  const format = formatOf(output);
  const found = await encodeToScore(picture, {
    ...{ format, output: { ...output, target } },
    // An encoder by itself: `encode` would look for the target once more.
    encode: async (of, how) => {
      encodes++;
      const order = { format, output: how, metadata: 'none', source: NO_METADATA } as const;
      return (await encoderOf(format.encoder ?? 'jpeg').encode(await finishColors(of, how, undefined), order)).bytes;
    },
  });
  const { user, system } = process.cpuUsage(start);
  return {
    bytes: found.bytes.length,
    score: found.score ?? 0,
    quality: found.quality,
    encodes,
    cpu: (user + system) / 1e6,
  };
}

/**
 * Bytes at equal look: each photograph, of up to so many pixels along its sides, in each format at the score of its JPEG of
 * quality 80, as `qlt=,,SCORE` makes it.
 */
export async function benchSmartImaging([side = '800']: readonly string[]): Promise<void> {
  const folder = sharedFolder('corpus/photos');
  if (folder === undefined) throw new Error('expected photographs in ../shared/corpus/photos, got none');
  const all = new Map(FORMATS.map(({ format = '' }) => [format, [] as Awaited<ReturnType<typeof held>>[]]));
  const ratios = new Map(FORMATS.map(({ format = '' }) => [format, [] as number[]]));
  let under = 0;
  for (const name of readdirSync(folder).filter((file) => /\.(?:jpe?g|png|webp)$/.test(file))) {
    const box = { width: Number(side), height: Number(side), fit: 'inside', withoutEnlargement: true } as const;
    const drawn = sharp(join(folder, name)).rotate().resize(box).flatten({ background: '#fff' }).toColourspace('srgb');
    const picture = await toPicture(drawn);
    const known = await bytesOf(picture, KNOWN);
    const target = likenessTo(picture)(await toPicture(sharp(known)));
    for (const output of FORMATS) {
      const made = await held(picture, output, target);
      if (made.score < target - 0.05) under++;
      all.get(output.format ?? '')?.push(made);
      ratios.get(output.format ?? '')?.push(made.bytes / known.length);
    }
  }
  for (const [format, list] of all) {
    const shares = ratios.get(format) ?? [];
    printLine({
      ...{ bench: 'smart-imaging', format, side: Number(side), pictures: list.length },
      saved: 1 - median(shares),
      savedMean: 1 - shares.reduce((sum, share) => sum + share, 0) / shares.length,
      savedWorst: 1 - Math.max(...shares),
      quality: median(list.map(({ quality }) => quality)),
      encodes: Math.max(...list.map(({ encodes }) => encodes)),
      cpuSeconds: median(list.map(({ cpu }) => cpu)),
    });
  }
  printLine({ bench: 'smart-imaging', underTarget: under });
}
