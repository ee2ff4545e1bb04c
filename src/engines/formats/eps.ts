import { readSize } from './documents/read-size.ts';
import { USUAL_RESOLUTION } from '../../model/recipe/print-resolution.ts';
import { samplesOf } from './documents/samples.ts';
import { writeEps } from './documents/write-eps.ts';
import type { Encoder } from './encoder.ts';

const encoder: Encoder = {
  libraries: [],
  encode: async (pixels, { output, metadata, source: { rights, resources }, profile }) => {
    const samples = await samplesOf(pixels, { output, ...(profile && { profile }) });
    const resolution = output.printResolution ?? USUAL_RESOLUTION;
    return { bytes: writeEps(samples, resolution, metadata === 'none' ? {} : rights, resources) };
  },
  sizeOf: async (file) => readSize(file, '%!PS-'),
};

/** Encapsulated PostScript of one picture. */
export const eps = { decoder: undefined, encoder };
