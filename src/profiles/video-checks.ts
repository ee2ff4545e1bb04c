import { encodingFaults } from './encoding-faults.ts';
import { referencesOf } from '../model/recipe/recipe-tree.ts';
import type { Found } from './yaml/check.ts';
import type { Diagnostics, Diagnostic } from './yaml/diagnostics.ts';
import { suggest } from './yaml/zod-issue.ts';
import { candidatesOf, findPreset, type ProfileLibrary } from './library.ts';
import { recipeOf } from './presets/modifiers.ts';
import { UniqueNames } from './unique-names.ts';
import { isDamaged, type Path, type YamlNode } from './yaml/node.ts';
import type { Encoding, VideoProfile } from './video.ts';
import { cropEncodingName, encodingFileName, encodingRatio } from './encoding-names.ts';

/** Properties that all rungs of a ladder must share, or players cannot change between them. */
const SHARED = [
  'codec',
  'audioCodec',
  'audioBitrate',
  'audioSampleRate',
  'keepAspectRatio',
  'twoPass',
  'constantBitrate',
  'h264Profile',
  // Players change over at key frames, which have to lie at the same times.
  'fps',
  'maxFps',
  'keyframe',
] as const;

/** The reasons why encodings are not the rungs of one ladder. */
function ladderFaults(encodings: readonly Encoding[]): { readonly path: Path; readonly message: string }[] {
  const [first, ...others] = encodings;
  if (first === undefined) return [];
  const faults: { readonly path: Path; readonly message: string }[] = [];
  if (others.length === 0) {
    faults.push({ path: [0], message: 'expected at least two encodings for an adaptive set, got one' });
  }
  const shape = encodings
    .map(encodingRatio)
    .find((ratio) => ratio !== null)
    ?.join(':');
  for (const [i, encoding] of encodings.entries()) {
    const own = encodingRatio(encoding)?.join(':');
    if (own !== undefined && own !== shape) {
      faults.push({ path: [i], message: `expected one aspect ratio for all rungs (${shape}), got ${own}` });
    }
  }
  for (const [i, encoding] of others.entries()) {
    for (const key of SHARED) {
      if (encoding[key] === first[key]) continue;
      faults.push({
        path: [i + 1, key],
        message: `expected the same \`${key}\` for all rungs, got another than in the first`,
      });
    }
  }
  return faults;
}

/** The faults of a preset of stills: they are made of their clip alone. */
function presetFault(name: string, library: ProfileLibrary): Diagnostic | undefined {
  if (findPreset(library, name) === undefined) {
    const hint = suggest(name, candidatesOf(library.presets));
    return { message: `expected the name of a preset, got ${name}`, hint, code: 'PRESET_UNKNOWN' };
  }
  const [object] = referencesOf(recipeOf(`$${name}$`, library));
  if (object === undefined) return undefined;
  const message = `expected a preset that is about the clip alone, got ${name}, which names ${object}`;
  return { message, hint: 'Choose a preset without `mask`.', code: 'COMMAND_UNSUPPORTED' };
}

/** The presets of poster and thumbnails have to be there, and to make sense of a clip. */
function checkPresets(profile: VideoProfile, root: YamlNode, library: ProfileLibrary, findings: Diagnostics): void {
  for (const key of ['posterPreset', 'thumbnailPreset'] as const) {
    const name = profile[key];
    const fault = name === undefined ? undefined : presetFault(name, library);
    if (fault) findings.atValue(root, [key], fault);
  }
}

/** Names that files of a packaged set have already. */
const SET_NAMES = ['audio', 'master'];

function checkSetNames({ adaptive, naming, encodings }: VideoProfile, root: YamlNode, findings: Diagnostics): void {
  if (!adaptive || naming === 'dynamic-media') return;
  for (const [i, { name }] of encodings.entries()) {
    if (!SET_NAMES.includes(name.toLowerCase())) continue;
    const message = `expected a name that no other file of the packaged set has, got ${name}`;
    findings.atValue(root, ['encodings', i, 'name'], { message, hint: 'Call it by its height, such as 720p.' });
  }
}

/** Names that tell size and bitrate alone are the same for encodings that differ in nothing else. */
function checkFileNames(profile: VideoProfile, root: YamlNode, findings: Diagnostics): void {
  const taken = new Set<string>();
  for (const [i, encoding] of profile.encodings.entries()) {
    const file = encodingFileName(profile, encoding);
    if (file !== undefined && taken.has(file)) {
      const hint = 'Give one of them another size or bitrate, or leave `naming` out.';
      const message = `expected encodings of different sizes or bitrates for naming dynamic-media, got ${file} again`;
      findings.atValue(root, ['encodings', i], { message, hint });
    }
    if (file !== undefined) taken.add(file);
  }
}

/** Crops are sets by their own names, or files by theirs and those of the encodings. */
function claimCrops({ adaptive, encodings, smartCrop }: VideoProfile, names: UniqueNames): void {
  const files = adaptive && encodings.length > 1 ? [] : encodings;
  for (const [i, { name }] of smartCrop.entries()) {
    names.claim(name, ['smartCrop', i, 'name']);
    for (const encoding of files) names.claim(cropEncodingName(name, encoding.name), ['smartCrop', i]);
  }
}

/**
 * Checks what no schema can say about a video profile; `root` is where it stands. A ladder that players cannot climb is
 * a warning, as in Dynamic Media, and a problem with `strict`.
 */
export function checkVideoProfile(
  profile: VideoProfile,
  root: YamlNode,
  library: ProfileLibrary,
  { findings, warnings }: Found,
): void {
  const names = new UniqueNames(root, findings);
  for (const [i, encoding] of profile.encodings.entries()) {
    names.claim(encoding.name, ['encodings', i, 'name']);
    const faults = isDamaged(root, ['encodings', i]) ? [] : encodingFaults(encoding);
    for (const { key, message, hint } of faults) findings.atValue(root, ['encodings', i, key], { message, hint });
  }
  checkPresets(profile, root, library, findings);
  checkFileNames(profile, root, findings);
  checkSetNames(profile, root, findings);
  claimCrops(profile, names);
  const damaged = profile.encodings.some((_encoding, i) => isDamaged(root, ['encodings', i]));
  if (!profile.adaptive && profile.packaging !== undefined) {
    const hint = 'Set `adaptive: true`, or take `packaging` out.';
    findings.atKey(root, ['packaging'], { message: 'expected `packaging` of an adaptive profile only, got it', hint });
  }
  for (const { path, message } of profile.adaptive && !damaged ? ladderFaults(profile.encodings) : []) {
    const hint = 'Players will not switch between these encodings: make them alike, or set `adaptive: false`.';
    (profile.strict ? findings : warnings).atValue(root, ['encodings', ...path], { message, hint });
  }
}
