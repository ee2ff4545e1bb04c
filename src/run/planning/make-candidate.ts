import { PROBE_REVISION, type ScannedFile } from '../../model/asset.ts';
import { isMarked } from '../../model/hotspots.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { formatOfName, kindOf } from '../../model/formats/master-formats.ts';
import type { PlannedMaster } from '../../model/plan.ts';
import type { Config } from '../../profiles/config.ts';
import { describe } from '../../plan/listing.ts';
import { governing } from '../../profiles/match.ts';
import type { Candidate } from './candidate.ts';
import type { ReadOverrides } from './crop-sidecars.ts';

/** Rules by which a run turns masters into candidates. */
export interface CandidateRules {
  readonly config: Config;
  /** A moved asset keeps the processing of its old folder. */
  readonly keepOnMove: boolean;
  /** An asset that kept its old folder's processing is given its own. */
  readonly settleMoves: boolean;
}

/** A master in the library with everything that is known of it. */
export interface KnownMaster {
  readonly file: ScannedFile;
  /** The examination of this run; undefined = the catalog's facts are still valid. */
  readonly examination: Examination | undefined;
  /** The record of the asset in the catalog, under its old path where it moved. */
  readonly previous: AssetRecord | undefined;
  /** The overrides in its sidecar, where it has one. */
  readonly sidecar: ReadOverrides | undefined;
}

/** Marks are of pictures alone. */
const MARKS_OF_CLIP = 'The sidecar has hotspots or zoom targets, which only pictures have: they are left out.';

/** Times are of clips alone. */
const SWATCHES_OF_PICTURE = 'The sidecar has swatches, which only clips have: they are left out.';

function warningsOf(master: PlannedMaster, { overrides = {} }: Pick<Candidate, 'overrides'>): readonly string[] {
  const isClip = kindOf(master) === 'video';
  if (isMarked(overrides) && isClip) return [MARKS_OF_CLIP];
  return overrides.swatches !== undefined && !isClip ? [SWATCHES_OF_PICTURE] : [];
}

/** The candidate that a master is: its facts, the profile that governs it, and why it cannot be worked on. */
export function makeCandidate(known: KnownMaster, rules: CandidateRules): Candidate {
  const { file, examination, previous, sidecar } = known;
  const { path } = file;
  const moved = previous !== undefined && previous.path !== path;
  const keptFrom = rules.settleMoves ? undefined : keptFromOf(previous, moved, rules);
  const master = masterOf(known);
  const { folders } = rules.config;
  const profile = governing(folders, keptFrom ?? path)[kindOf(master)];
  const said = sidecar && 'overrides' in sidecar ? { overrides: sidecar.overrides } : {};
  return {
    path,
    master,
    profile,
    published: governing(folders, path).publish !== false,
    errors: [...errorsOf(examination, previous, profile), ...(sidecar && 'error' in sidecar ? [sidecar.error] : [])],
    warnings: warningsOf(master, said),
    listing: describe({ path, facts: master.facts, ...said }, rules.config),
    ...said,
    ...(moved ? { movedFrom: previous.path } : {}),
    ...(keptFrom === undefined ? {} : { keptFrom }),
  };
}

function keptFromOf(
  previous: AssetRecord | undefined,
  moved: boolean,
  { keepOnMove }: CandidateRules,
): string | undefined {
  if (moved && keepOnMove) return previous?.keptFrom ?? previous?.path;
  return moved ? undefined : previous?.keptFrom;
}

type Probing = Pick<PlannedMaster, 'sha256' | 'facts' | 'probed'> & { readonly mime: string | null };

/** The result of the last time that a master was read: now, or before. */
function probingOf({ examination, previous }: Pick<KnownMaster, 'examination' | 'previous'>): Probing {
  if (examination === undefined) return previous ?? { sha256: '', mime: null, facts: null };
  const { sha256, mime, facts = null } = examination;
  return { sha256, mime: mime ?? previous?.mime ?? null, facts, probed: PROBE_REVISION };
}

function masterOf(known: KnownMaster): PlannedMaster {
  const { file, stat } = known.file;
  const { sha256, mime, facts, probed } = probingOf(known);
  return { file, stat, sha256, mime: mime ?? formatOfName(file)?.mime ?? 'application/octet-stream', facts, probed };
}

/** Why a master cannot be worked on: found now, or recorded when it was last read. */
function errorsOf(
  examination: Examination | undefined,
  known: AssetRecord | undefined,
  profile: string | null,
): Candidate['errors'] {
  // What is not to be worked on needs no engine.
  if (profile === null && examination?.error?.code === 'ENGINE_MISSING') return [];
  if (examination !== undefined) return examination.error ? [examination.error] : [];
  return known && known.facts === null ? known.errors.filter(({ rendition }) => rendition === null) : [];
}
