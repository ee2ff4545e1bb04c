import type { NamedFile } from '../colors/found-profile.ts';
import type { NamedFont } from '../text/found-font.ts';
import type { Seeming } from '../seeming.ts';
import type { Analysis } from '../analysis.ts';
import type { Facts, MasterStat } from '../asset.ts';
import type { ErrorData } from '../errors.ts';
import type { SourceFile } from '../place.ts';
import type { FoundImage } from '../recipe/referenced-image.ts';
import type { VideoRecipe } from '../recipe/video-recipe.ts';
import type { Recipe } from '../recipe/recipe.ts';
import type { PackagedFile, PackagedSet, Role, SmartCropRecord } from '../rendition.ts';
import type { TrackFacts } from '../track.ts';
import type { Placeholder, PlaceholderKind } from '../manifest/placeholder.ts';

/**
 * A packaged set that is there already and whose encoded files are what the new one asks for: they are taken over where
 * their bytes are still as recorded. Changes the cost, never the bytes made.
 */
interface Reuse {
  /** Path of its folder in storage. */
  readonly path: string;
  readonly files: readonly PackagedFile[];
  /** The engine and its version that made them. */
  readonly engine: string;
}

/** One rendition that a job has to make. */
export interface JobRendition {
  readonly name: string;
  readonly role: Role;
  readonly extension: string;
  readonly recipe: Recipe | VideoRecipe;
  readonly crop?: string;
  readonly reuse?: Reuse;
}

/**
 * One asset with every rendition that has to be made for it, so that its master is decoded once. It names what it reads
 * by reference and digest, never by a path of one machine: workers ask their ports for local files (`LocalJob`).
 */
export interface Job {
  /** The asset path. */
  readonly asset: string;
  readonly master: SourceFile & { readonly stat: MasterStat; readonly sha256: string };
  /** The file is a pyramid that dmx made of the master: its levels are read, and bear the profile's mask already. */
  readonly pyramid?: true;
  readonly facts: Facts;
  /** Earlier findings of detectors in the master. Saves detection, never changes the crops. */
  readonly analysis?: Analysis;
  /** Files of the library beside the master that recipes name by their digests. */
  readonly sidecars?: readonly { readonly path: string; readonly sha256: string }[];
  /** Objects of the library that recipes name beside the master. */
  readonly references?: readonly FoundImage[];
  /** Profiles of colours that recipes name. */
  readonly colors?: readonly NamedFile[];
  /** Fonts that texts of recipes name. */
  readonly fonts?: readonly NamedFont[];
  readonly renditions: readonly JobRendition[];
  /** Placeholders to make of the master beside them, where it is a picture. */
  readonly placeholders?: readonly PlaceholderKind[];
  /** `true`: of the picture that the camera made of a raw. */
  readonly rawPreview?: true;
  /** Bytes of resident memory set aside for it, beyond those of an idle worker. */
  readonly memoryBytes: number;
  /**
   * True if these are enough for the quicker way: the decoded master is held where it is read more than once, and files of
   * a clip are encoded side by side; else a picture is streamed from its file each time, and a clip is decoded once for all
   * its files. Changes the way, never the bytes made.
   */
  readonly held: boolean;
}

/** A rendition to make, with the set that it may take over where that is still there. */
export interface LocalRendition extends JobRendition {
  /** The folder of `reuse` on this machine, absolute. */
  readonly reusedFolder?: string;
}

/** A job whose files are on this machine, as an engine gets it: paths of files are absolute. */
export interface LocalJob extends Omit<Job, 'master' | 'sidecars' | 'renditions'> {
  readonly master: { readonly file: string; readonly stat: MasterStat; readonly sha256: string };
  readonly sidecars?: readonly { readonly file: string; readonly sha256: string }[];
  readonly renditions: readonly LocalRendition[];
}

/** A finished file in scratch, not yet committed. */
export interface Artefact {
  readonly name: string;
  /** Absolute path in scratch. */
  readonly file: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly sha256: string;
  /** The quality that was searched for, and the score that its file has. */
  readonly quality?: number;
  readonly score?: number;
  readonly engine: string;
  /** Present where the file is a folder. */
  readonly packaged?: PackagedSet;
  /** Present where it is captions, chapters or another sound; its width and height are 0. */
  readonly track?: TrackFacts;
}

/**
 * The result that an engine hands back for a job. Each rendition of the job is in one of `artefacts`, `failures` and `absent`, never
 * in two or none, and nothing else is: `worker/check-result.ts` holds engines to it.
 */
export interface JobResult {
  readonly artefacts: readonly Artefact[];
  /** `rendition: null` = the whole asset failed. */
  readonly failures: readonly ErrorData[];
  /** Names of tracks without readable content in the master; `warnings` has the reasons. */
  readonly absent?: readonly string[];
  /** Sentences worth telling (untagged CMYK …). */
  readonly warnings: readonly string[];
  /** The decoder's report of damaged parts of the master, which are rendered as decoded; absent = none in what was read. */
  readonly damage?: string;
  readonly smartCrops: readonly SmartCropRecord[];
  readonly swatchColor?: string;
  /** Placeholders that were asked for; absent where they could not be made. */
  readonly placeholder?: Placeholder;
  /** All that is known of the subject now, where something new was found. */
  readonly analysis?: Analysis;
}

/** The result of examining a master: its digest and its facts, or why it can not be worked on. */
export interface Examination {
  /** '' = not read: neither name nor bytes are a picture's or clip's, or `error` says why. */
  readonly sha256: string;
  /** The state of the file while it was read: digest and facts are of this state. Absent when it could not be read. */
  readonly stat?: MasterStat;
  /** MIME type found in the first bytes; null = no picture or clip. */
  readonly mime: string | null;
  readonly facts?: Facts;
  /** Present where the bytes are no picture or clip. */
  readonly seeming?: Seeming;
  readonly error?: ErrorData;
}
