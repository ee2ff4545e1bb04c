import { expect } from 'vitest';
import type { EncodeOutput } from '../../../src/engines/video/ffmpeg/encode-output.ts';
import { pixelPath } from '../../../src/engines/video/ffmpeg/filters.ts';
import type { VideoFacts } from '../../../src/model/asset.ts';
import type { JobRendition } from '../../../src/model/jobs/job.ts';
import type { EncodingRecipe } from '../../../src/model/recipe/video-recipe.ts';
import { containerOf, VIDEO_CODECS } from '../../../src/model/formats/codecs.ts';
import { expandVideo } from '../../../src/plan/video/expand-video.ts';
import { parseConfig } from '../../../src/profiles/config.ts';
import { findVideoProfile } from '../../../src/profiles/library.ts';
import { parseLibrary } from '../../../src/profiles/parse.ts';

const { config } = parseConfig({ name: 'dmx.yaml', text: 'version: 1' });

/** What a profile asks for, by its lines below `adaptive`. */
export function ordersOf(lines: readonly string[]): readonly JobRendition[] {
  const text = `kind: video-profile\nname: test\nadaptive: false\n${lines.join('\n')}\n`;
  const { library, problems } = parseLibrary([{ name: 'a.yaml', text, shipped: false }]);
  expect(problems).toEqual([]);
  const profile = findVideoProfile(library, 'test');
  return profile === undefined ? [] : expandVideo(profile, library, config);
}

/** What a profile's encodings, written one a line, become for a clip. */
export function encodeOutputs(
  encodings: readonly string[],
  facts: VideoFacts,
  folder = '/scratch',
): readonly EncodeOutput[] {
  const list = encodings.map((encoding) => `  - { ${encoding} }`);
  const orders = ordersOf(['poster: false', 'thumbnails: []', 'encodings:', ...list]);
  return orders.map(({ name, recipe }) => {
    const { picture, sound } = recipe as EncodingRecipe;
    const [encoder] = VIDEO_CODECS[picture.codec].encoders;
    const container = containerOf(picture.codec, sound);
    const made = { file: `${folder}/${name}.${container.extension}`, path: pixelPath(picture, facts) };
    return { ...made, picture, encoder, sound, container, segmented: false };
  });
}
