import type { FileHandle } from 'node:fs/promises';

import { TAG } from '../../../system/read-tiff.ts';
import { ofMaster } from '../../image/source-error.ts';
import { writeUncompressedTiff } from '../../image/tiff/write-uncompressed-tiff.ts';
import { converterOf } from './convert-colors.ts';
import { alphaOf } from './judge-layout.ts';
import { FORMAT, isLab, PHOTOMETRIC, type TiffLayout, type TiffPage } from './layout.ts';
import { readPageMetadata } from './page-metadata.ts';
import { SampleReader } from './read-samples.ts';

const clamp = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

/** Divides colours by the alpha that they were multiplied by. */
function divide(colors: readonly Float64Array[], alpha: Float64Array): void {
  for (const channel of colors) {
    for (let i = 0; i < channel.length; i++) {
      const opacity = alpha[i] ?? 0;
      if (opacity > 0) channel[i] = (channel[i] ?? 0) / opacity;
    }
  }
}

/** Bits a sample of the TIFF that is written: libvips makes the alpha beside inks of 16 bits opaque. */
export function outDepth(layout: TiffLayout): 8 | 16 {
  const { widths, format, photometric } = layout;
  if (photometric === PHOTOMETRIC.cmyk) return 8;
  return isLab(layout) || format === FORMAT.float || widths.some((bits) => bits > 8) ? 16 : 8;
}

/** The colours of the TIFF that is written. */
export function outColors(layout: TiffLayout): 'gray' | 'srgb' | 'cmyk' | 'lab' {
  if (isLab(layout)) return 'lab';
  if (layout.photometric === PHOTOMETRIC.palette || layout.colors === 3) return 'srgb';
  return layout.colors === 4 ? 'cmyk' : 'gray';
}

const WRITTEN = {
  gray: { samples: 1, photometric: PHOTOMETRIC.blackIsZero },
  srgb: { samples: 3, photometric: PHOTOMETRIC.rgb },
  cmyk: { samples: 4, photometric: PHOTOMETRIC.cmyk },
  lab: { samples: 3, photometric: PHOTOMETRIC.lab },
} as const;

/** Puts channels side by side, as whole numbers. */
function interleave(channels: readonly Float64Array[], depth: 8 | 16, out: Buffer, start: number): void {
  const step = channels.length;
  const most = 2 ** depth - 1;
  for (const [channel, values] of channels.entries()) {
    for (let i = 0, at = start + channel; i < values.length; i++, at += step) {
      const value = Math.round(clamp(values[i] ?? 0) * most);
      if (depth === 8) out[at] = value;
      else out.writeUInt16LE(value, 2 * at);
    }
  }
}

/**
 * Writes the colours and the alpha of a page, without its further channels, as a TIFF that libvips reads; its metadata too.
 * Throws SourceError, or the system's error where it cannot write.
 */
export async function rewritePage(handle: FileHandle, page: TiffPage, target: string): Promise<void> {
  const { layout } = page;
  const { width, height, colors, photometric } = layout;
  const metadata = await readPageMetadata(page);
  const convert = await ofMaster(() =>
    converterOf(
      page,
      metadata.entries.some(({ tag }) => tag === TAG.icc),
    ),
  );
  const samples = new SampleReader(handle, layout);
  const alpha = alphaOf(layout);
  const depth = outDepth(layout);
  const written = WRITTEN[outColors(layout)];
  const wide = written.samples + (alpha ? 1 : 0);
  const read = async (first: number, last: number): Promise<Buffer> => {
    const out = Buffer.alloc(((last - first) * width * wide * depth) / 8);
    for (let y = first; y < last; y++) {
      const row = await ofMaster(() => samples.row(y));
      const [shown, opacity] = [row.slice(0, colors), alpha && row[alpha.sample]];
      if (opacity && alpha?.associated && photometric !== PHOTOMETRIC.palette) divide(shown, opacity);
      const converted = convert(shown);
      interleave(opacity ? [...converted, opacity] : converted, depth, out, (y - first) * width * wide);
    }
    return out;
  };
  await writeUncompressedTiff(
    { width, height, depth, samples: wide, alpha: alpha !== undefined, photometric: written.photometric, metadata },
    read,
    target,
  );
}
