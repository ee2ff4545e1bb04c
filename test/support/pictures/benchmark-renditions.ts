import type { JobRendition } from '../../../src/model/jobs/job.ts';
import { pictureRecipe } from './draw-picture.ts';

const SIZES = [
  ['jpeg', 1600, 1200],
  ['jpeg', 1280, 960],
  ['jpeg', 1200, 630],
  ['jpeg', 1000, 1000],
  ['jpeg', 600, 800],
  ['jpeg', 1280, 720],
  ['jpeg', 640, 360],
  ['webp', 800, 600],
  ['webp', 400, 400],
  ['png', 319, 319],
  ['png', 140, 100],
  ['png', 48, 48],
] as const;

const EXTENSIONS = { jpeg: 'jpg', webp: 'webp', png: 'png' } as const;

/** The twelve renditions of the benchmark: every size filled, quality 80. */
export const BENCHMARK_RENDITIONS: readonly JobRendition[] = SIZES.map(([format, width, height]) => ({
  name: `${format}-${width}x${height}`,
  role: 'preset',
  extension: EXTENSIONS[format],
  recipe: pictureRecipe(`wid=${width}&hei=${height}&fit=crop,1&fmt=${format}&qlt=80`),
}));
