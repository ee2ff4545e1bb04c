import { colorMode, type ColorMode, type PsdDepth } from './color-mode.ts';
import { damaged, readExactly, type ReadInto } from './bytes.ts';

/** The first 26 bytes of a Photoshop file, held against what may stand there. */
export interface PsdHeader {
  /** PSB, the large format: longer sides, wider lengths. */
  readonly large: boolean;
  readonly width: number;
  readonly height: number;
  /** Channels of the merged picture: colours, transparency, spot colours, saved selections. */
  readonly channels: number;
  /** Bits a sample. */
  readonly depth: PsdDepth;
  readonly mode: ColorMode;
}

// Photoshop File Formats, "File Header Section".
export const HEADER_BYTES = 26;
const LONGEST_SIDE = { psd: 30_000, psb: 300_000 } as const;
const MOST_CHANNELS = 56;

function depthOf(depth: number, { depths, label }: ColorMode): PsdDepth {
  const known = depths.find((one) => one === depth);
  if (known !== undefined) return known;
  throw damaged(`${depths.join(' or ')} bits a sample of ${label}`, depth);
}

/** Reads the header. Throws SourceError (SOURCE_CORRUPT). */
export async function readHeader(read: ReadInto): Promise<PsdHeader> {
  const bytes = await readExactly(read, 0, HEADER_BYTES);
  const version = bytes.readUInt16BE(4);
  if (version !== 1 && version !== 2) throw damaged('version 1 or 2', version);
  const [height, width] = [bytes.readUInt32BE(14), bytes.readUInt32BE(18)];
  const side = version === 1 ? LONGEST_SIDE.psd : LONGEST_SIDE.psb;
  if (Math.min(width, height) < 1 || Math.max(width, height) > side) {
    throw damaged(`sides of 1 to ${side} pixels`, `${width}×${height}`);
  }
  const channels = bytes.readUInt16BE(12);
  const mode = colorMode(bytes.readUInt16BE(24), channels);
  if (channels < mode.colors || channels > MOST_CHANNELS) {
    throw damaged(`${mode.colors} to ${MOST_CHANNELS} channels of ${mode.label}`, channels);
  }
  return { large: version === 2, width, height, channels, depth: depthOf(bytes.readUInt16BE(22), mode), mode };
}
