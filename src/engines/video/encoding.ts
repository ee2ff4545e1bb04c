import { stat } from 'node:fs/promises';
import path from 'node:path';
import { seenSize } from '../../model/recipe/video-geometry.ts';
import type { EncodingRecipe } from '../../model/recipe/video-recipe.ts';
import { containerOf } from '../../model/formats/codecs.ts';
import type { JobRendition } from '../../model/jobs/job.ts';
import { digestFile } from '../../system/digest.ts';
import type { EncodeOutput } from './ffmpeg/encode-output.ts';
import type { VideoContext } from './render-context.ts';
import { checkEncoding, holdingOf } from './check.ts';
import { checkSoundEncoder, chooseEncoder, judgeLength, type Unit } from './encode.ts';
import { pixelPath } from './ffmpeg/filters.ts';
import { probeFile } from './probe/probe.ts';
import { keepSpherical } from './mp4/write-spherical.ts';
import { cropWindow } from './smart-crop/crop-window.ts';
import { steadySound } from './steady-sound.ts';
import { videoRenditionVersion } from './encoder-versions.ts';

/** A clip as one file. */
export type EncodingOrder = JobRendition & { readonly recipe: EncodingRecipe };

/** Probes a finished encoding and takes it. */
async function finish(order: EncodingOrder, output: EncodeOutput, context: VideoContext): Promise<void> {
  const { tools, facts, artefacts } = context;
  const { name } = order;
  const { file, path: pixels, container } = output;
  if (container.muxer === 'mp4' && pixels.crop === undefined) await keepSpherical(file, facts);
  const answer = await probeFile(tools.ffprobe, file, { countPackets: true });
  judgeLength(checkEncoding(holdingOf(answer), output, { hasSound: facts.sound.length > 0 }), context);
  const [sha256, { size: bytes }] = await Promise.all([digestFile(file), stat(file)]);
  artefacts.push({
    name,
    file,
    mime: container.mime,
    ...pixels.size,
    bytes,
    sha256,
    engine: videoRenditionVersion(tools, order),
  });
}

/** Plans the file of an encoding. Throws EngineError (ENGINE_MISSING). */
export async function planEncoding(order: EncodingOrder, context: VideoContext): Promise<Unit> {
  const { tools, facts, scratch } = context;
  const { name, extension } = order;
  const { picture, sound, smartCrop } = order.recipe;
  checkSoundEncoder(sound, tools);
  if (sound !== null) await steadySound(facts.sound[0], context);
  const [file, encoder] = [path.join(scratch, `${name}.${extension}`), chooseEncoder(picture, tools)];
  const container = containerOf(picture.codec, sound);
  const pixels = pixelPath(picture, facts, seenSize(facts, smartCrop));
  const crop = await cropWindow(order.crop, smartCrop, pixels.rate, context);
  const output = { file, path: { ...pixels, crop }, picture, encoder, sound, container, segmented: false };
  return { name, works: [{ output }], finish: () => finish(order, output, context) };
}
