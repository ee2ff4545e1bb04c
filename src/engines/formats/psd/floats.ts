import type { LinearPicture } from '../hdr/linear-picture.ts';
import type { Planes } from './planes.ts';
import { reusable } from './reusable.ts';
import type { PsdFile } from './sections.ts';

/** Bytes of a float. */
const FLOAT = 4;

/**
 * The merged picture of a file of 32 bits, whose samples are light: with alpha its colours multiplied by it, for Photoshop
 * merges onto white.
 */
export function lightOf({ header }: PsdFile, planes: Planes, alpha: boolean): LinearPicture {
  const { width, height, mode } = header;
  // Gray and alpha go as RGB and alpha.
  const gray = mode.colors === 1;
  const channels = gray && !alpha ? 1 : alpha ? 4 : 3;
  const plane = reusable();
  return {
    ...{ width, height, channels },
    readRow: async (y, into) => {
      for (let channel = 0; channel < channels; channel++) {
        const stored = gray ? Number(channel === 3) : channel;
        const row = plane(planes.rowBytes);
        await planes.read(stored, y, row);
        for (let x = 0; x < width; x++) into[x * channels + channel] = row.readFloatBE(x * FLOAT);
      }
      if (alpha) takePaper(into);
    },
  };
}

/** Takes white paper away from under what is half clear, in RGBA. */
function takePaper(row: Float32Array): void {
  for (let at = 0; at + 3 < row.length; at += 4) {
    const paper = 1 - (row[at + 3] ?? 1);
    for (let i = at; i < at + 3; i++) row[i] = Math.max(0, (row[i] ?? 0) - paper);
  }
}
