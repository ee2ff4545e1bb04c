import type { ImageFacts } from '../../../src/model/asset.ts';

/** What probing a plain picture tells. */
export const FACTS: ImageFacts = {
  kind: 'image',
  mime: 'image/png',
  width: 100,
  height: 100,
  orientation: 1,
  colorSpace: 'srgb',
  icc: null,
  alpha: false,
  depth: 8,
  progressive: false,
  pages: 1,
};
