import { present } from '../../base/present.ts';
import { freeze } from '../../base/plain-data.ts';
import type {
  Box,
  VideoCrop,
  VideoRecipe,
  VideoTime,
  EncodingRecipe,
  PictureEncoding,
  SoundEncoding,
} from '../../model/recipe/video-recipe.ts';
import { VIDEO_STRATEGY } from '../../model/detectors.ts';
import { containerOf } from '../../model/formats/codecs.ts';
import { outputFormat } from '../../model/formats/output-formats.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import type { ProfileLibrary } from '../../profiles/library.ts';
import { recipeOf } from '../../profiles/presets/modifiers.ts';
import type { Encoding, VideoProfile } from '../../profiles/video.ts';
import { printColor } from '../../serving/color.ts';
import { resolveRecipe } from '../../serving/resolve/resolve.ts';
import type { ExpandSettings } from '../expand.ts';
import { printVideoRecipe } from './print-video-recipe.ts';
import { cropEncodingName, encodingFileName, setFileName } from '../../profiles/encoding-names.ts';

/** Settings that dmx.yaml adds to the recipes of clips. */
export type VideoSettings = ExpandSettings & {
  readonly server: { readonly defaultthumbpix: readonly number[]; readonly thumbnailtime: readonly VideoTime[] };
};

/**
 * Threads of each encoder, whatever the machine: their number shows in the bytes. Four keep four cores busy with one
 * rung, and cost x264 less than a hundredth of the quality.
 */
export const THREADS = 4;

/** A poster fills a player's frame: Full HD either way up. */
const POSTER = 'wid=1920&hei=1920&fit=constrain&fmt=jpeg&qlt=85,0';

function boxOf({ width, height, keepAspectRatio }: Encoding): Box {
  return {
    ...(width === 'auto' ? {} : { width }),
    ...(height === 'auto' ? {} : { height }),
    keepAspectRatio,
  };
}

const paceOf = ({ fps, maxFps }: Encoding) => ({
  ...(fps === undefined ? {} : { fps }),
  ...(maxFps === undefined ? {} : { maxFps }),
});

const samePace = (a: Encoding, b: Encoding): boolean => a.fps === b.fps && a.maxFps === b.maxFps;

/** The size that an encoding asks for; `auto` on both sides is the master itself, the largest of all. */
function extent({ width, height }: Encoding): number {
  if (width === 'auto' && height === 'auto') return Infinity;
  if (width === 'auto') return Number(height) ** 2;
  return height === 'auto' ? width ** 2 : width * height;
}

/**
 * Tells whether a rung may be scaled from the larger one: it is bound by the same sides in the same way, at the same
 * frame rate, and smaller.
 */
function isSmaller(small: Encoding, large: Encoding): boolean {
  const bound = ({ width, height, keepAspectRatio }: Encoding): string =>
    [width === 'auto', height === 'auto', keepAspectRatio].join();
  return bound(small) === bound(large) && samePace(small, large) && extent(small) < extent(large);
}

/** The larger encodings that a picture is scaled through, each size once, the largest first. */
function through(encoding: Encoding, all: readonly Encoding[]): readonly Box[] {
  const larger = all.filter((one) => isSmaller(encoding, one)).toSorted((a, b) => extent(b) - extent(a));
  return larger.filter((one, i) => extent(one) !== extent(larger[i - 1] ?? encoding)).map(boxOf);
}

/** Settings by which the pictures of an encoding are written. */
function pictureOf(encoding: Encoding, all: readonly Encoding[]): PictureEncoding {
  const { codec, videoBitrate, minBitrate, maxBitrate, crf, h264Profile, h264Level } = encoding;
  const { constantBitrate, twoPass, keyframe } = encoding;
  return {
    ...{ ...boxOf(encoding), ...paceOf(encoding), codec, constantBitrate, twoPass, keyframe, threads: THREADS },
    ...present({ bitrate: videoBitrate, minBitrate, maxBitrate, crf, profile: h264Profile, level: h264Level }),
    through: through(encoding, all),
  };
}

function soundOf({ audioCodec, audioBitrate, audioSampleRate }: Encoding): SoundEncoding | null {
  if (audioCodec === 'none') return null;
  return { codec: audioCodec, bitrate: audioBitrate, ...present({ sampleRate: audioSampleRate }) };
}

type Draft = Omit<RenditionOrder, 'recipe' | 'recipeText'> & { readonly recipe: VideoRecipe };

/** A smart crop of a profile, as recipes have it; undefined where the whole is shown. */
type CropRow = VideoProfile['smartCrop'][number] | undefined;

const cropOf = (row: CropRow): { readonly smartCrop?: VideoCrop } =>
  row === undefined ? {} : { smartCrop: { ratio: row.ratio, strategy: VIDEO_STRATEGY } };

function encodingDraft(encoding: Encoding, profile: VideoProfile, row: CropRow): Draft {
  const { encodings: all } = profile;
  const written = { kind: 'encoding', picture: pictureOf(encoding, all), sound: soundOf(encoding) } as const;
  const recipe: EncodingRecipe = { ...written, ...cropOf(row) };
  const { extension } = containerOf(encoding.codec, recipe.sound);
  const more = present({ fileName: encodingFileName(profile, encoding, row?.name), crop: row?.name });
  const name = row === undefined ? encoding.name : cropEncodingName(row.name, encoding.name);
  return { name, role: 'encoding', extension, ...more, recipe };
}

/** Streams are cut into files that may burst no higher than this times their bitrate (reference 2.8: best practice). */
const MOST_BURST = 1.5;

/** Rungs without a bound of their own get one: players choose by what a rung needs at most. */
function bounded(encoding: Encoding): Encoding {
  const { videoBitrate, maxBitrate, constantBitrate } = encoding;
  if (videoBitrate === undefined || maxBitrate !== undefined || constantBitrate) return encoding;
  return { ...encoding, maxBitrate: videoBitrate * MOST_BURST };
}

function streamDraft(profile: VideoProfile, row: CropRow): Draft {
  const { encodings, packaging = ['hls', 'dash'] } = profile;
  const rungs = encodings.map((encoding) => ({
    name: encoding.name,
    ...present({ file: encodingFileName(profile, encoding, row?.name) }),
    picture: pictureOf(bounded(encoding), encodings),
  }));
  const [first] = encodings;
  const sound = first === undefined ? null : soundOf(first);
  const fileName = setFileName(profile, row?.name);
  const recipe = { kind: 'stream', rungs, sound, packaging, ...cropOf(row), ...present({ entry: fileName }) } as const;
  const more = present({ fileName, crop: row?.name });
  return { name: row?.name ?? 'stream', role: 'stream', extension: '', ...more, recipe };
}

/**
 * One packaged set where the encodings are rungs of a ladder, else a file each; and the same through each smart crop. One
 * rung alone is no ladder.
 */
function encodingDrafts(profile: VideoProfile): readonly Draft[] {
  const { encodings, adaptive, smartCrop } = profile;
  const shown = [undefined, ...smartCrop];
  if (adaptive && encodings.length > 1) return shown.map((row) => streamDraft(profile, row));
  return shown.flatMap((row) => encodings.map((encoding) => encodingDraft(encoding, profile, row)));
}

function stillDraft(
  { name, role, at }: { readonly name: string; readonly role: 'poster' | 'thumbnail'; readonly at: VideoTime | null },
  picture: PictureRecipe,
): Draft {
  const extension = outputFormat(picture.output.format ?? 'jpeg')?.extension ?? 'jpg';
  return { name, role, extension, recipe: { kind: 'still', at, picture } };
}

function stillDrafts(profile: VideoProfile, library: ProfileLibrary, settings: VideoSettings): readonly Draft[] {
  const { poster, thumbnails, posterPreset, thumbnailPreset } = profile;
  const { server, metadata } = settings;
  const [width = 100, height = 100] = server.defaultthumbpix;
  const picture = (preset: string | undefined, otherwise: string): PictureRecipe =>
    resolveRecipe({ ...recipeOf(preset === undefined ? otherwise : `$${preset}$`, library), metadata }, server);
  const thumbnail = picture(thumbnailPreset, `wid=${width}&hei=${height}&fit=constrain&fmt=jpeg`);
  const at = typeof poster === 'object' ? poster : null;
  return [
    ...(poster === false ? [] : [stillDraft({ name: 'poster', role: 'poster', at }, picture(posterPreset, POSTER))]),
    ...(thumbnails === true ? server.thumbnailtime : thumbnails).map((time, i) =>
      stillDraft({ name: `thumbnail-${i + 1}`, role: 'thumbnail', at: time }, thumbnail),
    ),
  ];
}

/** Ten frames a row: as wide as a page. */
const SPRITE_COLUMNS = 10;

/** Small frames are looked at for a moment. */
const SPRITE = 'scl=1&fmt=jpeg&qlt=75,0';

function spriteDrafts({ sprite }: VideoProfile, library: ProfileLibrary, settings: VideoSettings): readonly Draft[] {
  if (sprite === null) return [];
  const { server, metadata } = settings;
  const { width, every } = sprite;
  const picture = resolveRecipe({ ...recipeOf(SPRITE, library), metadata }, server);
  const recipe = { kind: 'sprite', width, ...present({ every }), columns: SPRITE_COLUMNS, picture } as const;
  return [{ name: 'sprite', role: 'sprite', extension: '', recipe }];
}

/**
 * Compiles a video profile into what it asks of every clip: encodings, poster, thumbnails, sprite. The profile must have passed
 * its checks; then this never throws.
 */
export function expandVideo(
  profile: VideoProfile,
  library: ProfileLibrary,
  settings: VideoSettings,
): readonly RenditionOrder[] {
  const stills = [...stillDrafts(profile, library, settings), ...spriteDrafts(profile, library, settings)];
  const drafts = [...encodingDrafts(profile), ...stills];
  const perClip = {
    background: printColor({ ...settings.server.bkgcolor, alpha: 255 }),
    capToSource: profile.capToSource,
  };
  return drafts.map((draft) => {
    const fitted = draft.role === 'encoding' || draft.role === 'stream' ? { perClip } : {};
    return freeze({ ...draft, ...fitted, recipeText: printVideoRecipe(draft.recipe) });
  });
}
