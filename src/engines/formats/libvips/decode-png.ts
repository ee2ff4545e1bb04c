import { codingOf, type ColorCoding } from '../../image/color/coded-colors.ts';
import { openUntagged } from '../../image/source/master.ts';
import type { ForeignPicture } from '../foreign/foreign-picture.ts';

// The chunk of code points, where it stands right behind the header (PNG, third edition, §11.3.2.6).
const FIRST_CHUNK = 33;
const CODE_POINTS = 'cICP';

function codingIn(png: Buffer, primaries: number | undefined): ColorCoding | undefined {
  if (png.toString('latin1', FIRST_CHUNK + 4, FIRST_CHUNK + 8) !== CODE_POINTS) return undefined;
  return codingOf(primaries ?? png[FIRST_CHUNK + 8] ?? 2, png[FIRST_CHUNK + 9] ?? 2);
}

/**
 * The pixels of a PNG that a library handed over, in its own colours. `primaries`: those that count in place of its code
 * point. Throws what libvips throws.
 */
export async function decodePng(png: Buffer, primaries?: number): Promise<ForeignPicture> {
  const { space, depth, icc } = await openUntagged(png).metadata();
  const coding = icc === undefined ? codingIn(png, primaries) : undefined;
  const deep = depth === 'ushort';
  const gray = (space === 'b-w' || space === 'grey16') && coding === undefined;
  const to = deep ? (gray ? 'grey16' : 'rgb16') : gray ? 'b-w' : 'srgb';
  const pipeline = openUntagged(png).pipelineColourspace(to).toColourspace(to);
  const { data, info } = await pipeline.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    ...{ width, height, channels, coding, icc, alpha: channels === 2 || channels === 4 },
    samples: deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data,
    space: channels <= 2 ? 'gray' : 'srgb',
  };
}
