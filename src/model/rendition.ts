import type { NormalPoint, NormalRect } from './geometry.ts';
import type { VideoRecipe } from './recipe/video-recipe.ts';
import type { Recipe } from './recipe/recipe.ts';
import type { Alternate, SmartImaging } from './recipe/smart-imaging.ts';
import type { TrackFacts } from './track.ts';

/** The purposes of renditions. */
export const ROLES = [
  'preset',
  'crop',
  'swatch',
  'pyramid',
  'encoding',
  'stream',
  'poster',
  'thumbnail',
  'sprite',
  'track',
] as const;
export type Role = (typeof ROLES)[number];

/** Settings that are the same for all clips, and change the recipes of some. */
export interface PerClip {
  /** Shows through clear parts: `ffffff`. */
  readonly background: string;
  /** Bitrates are held to what the clip itself has. */
  readonly capToSource: boolean;
}

/** An encoding, or a rung, whose bitrate is less than its profile asks for: the master has no more. Bits per second. */
export interface HeldBitrate {
  readonly name: string;
  readonly videoBitrate: number;
  readonly asked: number;
}

/** The order of a profile, the same for every asset it governs: compiled once a run. */
export interface RenditionOrder {
  /** Unique in its profile, case ignored. */
  readonly name: string;
  readonly role: Role;
  readonly extension: string;
  /** The name of its file instead of its own; `{stem}` stands for the master's name without its extension. */
  readonly fileName?: string;
  readonly recipe: Recipe | VideoRecipe;
  /** For encodings of a clip: what the recipe depends on besides the profile, decided for each clip. */
  readonly perClip?: PerClip;
  /** Bitrates that the master held down. */
  readonly held?: readonly HeldBitrate[];
  /** The recipe in canonical text, as in manifest, catalog and fingerprint. */
  readonly recipeText: string;
  /** Name of the smart crop whose window it uses. */
  readonly crop?: string;
  /** The files that pages are to have beside it. */
  readonly smartImaging?: SmartImaging;
  /** Present on an alternate of another rendition. */
  readonly alternate?: Alternate;
  /** Of a clip of a picture that moves: name of the rendition that is its poster. */
  readonly poster?: string;
}

/** The kinds in which the roles of clips are made; the others are pictures, told apart by their format. */
const MADE_AS: Readonly<Partial<Record<Role, string>>> = {
  pyramid: 'pyramid',
  encoding: 'encoding',
  stream: 'stream',
  sprite: 'sprite',
};

/** Roles whose files are encoded differently from pictures of the same format. */
const APART: Readonly<Partial<Record<Role, string>>> = { poster: 'still', thumbnail: 'still', track: 'track' };

/** The key of `Installation.encoderVersions` under which a rendition is made. */
export function encoderKey({ role, extension }: Pick<RenditionOrder, 'role' | 'extension'>): string {
  const apart = APART[role];
  return MADE_AS[role] ?? (apart === undefined ? extension : `${apart}.${extension}`);
}

/** A file of a packaged set; `path` below the set's folder. */
export interface PackagedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One quality of a packaged set as it came out; `bandwidth` in bits a second at most, sound included. */
export interface PackagedRung {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bandwidth: number;
  readonly codecs: string;
}

/** The content of a rendition that is a folder. */
export interface PackagedSet {
  /** Files that players are pointed to. */
  readonly entry: readonly string[];
  /** Rungs of an adaptive set. */
  readonly rungs?: readonly PackagedRung[];
  readonly files: readonly PackagedFile[];
}

/** A rendition that exists, as the catalog holds it. */
export interface RenditionRecord {
  readonly name: string;
  readonly role: Role;
  /** Below the output folder, `/`-separated. */
  readonly path: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly recipe: string;
  readonly fingerprint: string;
  /** The quality that was searched for, and the score that its file has: SSIMULACRA 2. */
  readonly quality?: number;
  readonly score?: number;
  /** Our pixel revision, library and encoder that made it. */
  readonly engine: string;
  /** Present where it is a folder; then `sha256` is of the list of its files. */
  readonly packaged?: PackagedSet;
  /** Present where it is captions, chapters or another sound. */
  readonly track?: TrackFacts;
  /** Name of the smart crop that a clip is shown through, or that a preset is applied to. */
  readonly crop?: string;
  /** Bitrates that the master held down. */
  readonly held?: readonly HeldBitrate[];
  /** Present on an alternate of another rendition. */
  readonly alternate?: Alternate;
  /** Of a clip of a picture that moves: name of the rendition that is its poster. */
  readonly poster?: string;
  /** Last good rendition of a master that is now corrupt. */
  readonly stale?: true;
}

/** A stored file of a rendition: the only one, or one of a packaged set. Its path is below the output. */
export interface StoredFileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The file of a rendition, or each of the folder's where it is one. */
export function renditionFiles({ path, bytes, sha256, packaged }: RenditionRecord): readonly StoredFileFacts[] {
  if (packaged === undefined) return [{ path, bytes, sha256 }];
  return packaged.files.map((file) => ({ ...file, path: `${path}/${file.path}` }));
}

/** A change of one file, as `--changes` tells it: never of a folder. */
export interface RenditionChange {
  readonly change: 'added' | 'changed' | 'moved' | 'removed';
  /** Below the output. */
  readonly path: string;
  /** The path that it had, or that it replaces. */
  readonly oldPath: string | null;
  readonly sha256: string | null;
  /** The same paths, URL-encoded. */
  readonly urlPath: string;
  readonly oldUrlPath: string | null;
  /** ISO time until which the file at `oldPath` stays; absent = it is gone. Then it is told as removed. */
  readonly keepUntil?: string;
}

/** The upper left corner of a window at a time, in fractions of the frame. */
export type PathPoint = readonly [seconds: number, x: number, y: number];

/** The place of a smart crop, and the reason for it. */
export interface SmartCropRecord {
  readonly name: string;
  readonly rect: NormalRect;
  readonly focus: NormalPoint;
  /** The detector that found it, or `manual`. */
  readonly by: string;
  /** 0…1; 1 where a person set it in a sidecar, or the strategy uses no detector. */
  readonly confidence: number;
  /**
   * For a clip: the path of the window. Between two points it moves smoothly, after the last one it stays; two points
   * at the same time are a cut. `rect` and the other fields describe its start.
   */
  readonly path?: readonly PathPoint[];
  /** Why a person's rectangle was not taken: the profile's ratio is another one now. */
  readonly setAside?: 'ratio';
}

/** A crop that is as likely as not to miss what the picture is about is worth a look. */
const LEAST_SURE = 0.5;

/** Tells whether a person should check the position of a smart crop. */
export function isUnsure({ confidence }: Pick<SmartCropRecord, 'confidence'>): boolean {
  return confidence < LEAST_SURE;
}
