import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface Encoder {
  getDecodedBuffer(frame: {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
  }): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setNearLossless(most: number): void;
  setInterleaveMode(mode: number): void;
  encode(): void;
  delete(): void;
}

type Start = () => Promise<{ readonly JpegLSEncoder: new () => Encoder }>;

/** How components follow each other (ITU-T T.87, ILV). */
export const INTERLEAVING = { none: 0, line: 1, sample: 2 } as const;

/** The samples of a JPEG-LS: planes one after the other where nothing is interleaved, else pixel by pixel. */
export interface PrintedJls {
  readonly width: number;
  readonly height: number;
  readonly samples: Uint8Array | Uint16Array;
  readonly components: number;
  readonly bits?: number;
  readonly interleaving?: number;
  /** How far samples may be off; absent = without loss. */
  readonly near?: number;
}

/** Prints a JPEG-LS, by CharLS. */
export async function printJls({ width, height, samples, components, ...more }: PrintedJls): Promise<Buffer> {
  const { near = 0, bits = 8, interleaving = components === 1 ? INTERLEAVING.none : INTERLEAVING.sample } = more;
  const start = require('@cornerstonejs/codec-charls') as Start;
  const encoder = new (await start()).JpegLSEncoder();
  const frame = { width, height, bitsPerSample: bits, componentCount: components };
  encoder.getDecodedBuffer(frame).set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  encoder.setNearLossless(near);
  encoder.setInterleaveMode(interleaving);
  encoder.encode();
  const bytes = Buffer.from(encoder.getEncodedBuffer());
  encoder.delete();
  return bytes;
}
