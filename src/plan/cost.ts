import type { Job } from '../model/job.ts';

/** Resident bytes that a job adds to an idle worker. */
export interface Estimate {
  /** With the full decode in memory. */
  readonly preferredBytes: number;
  /** With the first halving streamed from the file, where the decoder can. */
  readonly minimumBytes: number;
}

const MIB = 2 ** 20;

// Measured: the process tree at rest with 0 workers, and what an idle worker holds.
const MAIN_BYTES = 110 * MIB;
const WORKER_BYTES = 90 * MIB;

// What a small job of any kind adds: buffers of decoder, resizer and encoder.
const JOB_BYTES = 40 * MIB;

/** Bytes a pixel of the master that decoders hold whatever is done (measured at 12 and 24 megapixels). */
const DECODER_BYTES: Readonly<Record<string, number>> = {
  'image/avif': 22,
  'image/webp': 9,
  'image/gif': 7,
  'image/svg+xml': 5,
};
const PROGRESSIVE_BYTES = 8;
const ENCODER_BYTES = { avif: 33, other: 6 } as const;

function decoderBytes({ facts }: Job): number {
  if (facts.kind === 'video') return 0;
  const held = facts.progressive || facts.orientation > 2 ? PROGRESSIVE_BYTES : 0;
  return facts.width * facts.height * Math.max(held, DECODER_BYTES[facts.mime] ?? 0);
}

function encoderBytes({ facts, renditions }: Job): number {
  if (facts.kind === 'video') return 0;
  const each = renditions.map(({ recipe }) => {
    if (recipe.kind === 'pyramid') return 0;
    const { width = facts.width, height = facts.height } = recipe.view;
    const pixels = Math.min(width * height, Math.max(facts.width * facts.height, width * height));
    return pixels * (recipe.output.format?.startsWith('avif') === true ? ENCODER_BYTES.avif : ENCODER_BYTES.other);
  });
  return Math.max(0, ...each);
}

export function estimateJob(job: Job): Estimate {
  const { facts } = job;
  const pixels = facts.kind === 'video' ? 0 : facts.width * facts.height;
  const minimumBytes = JOB_BYTES + decoderBytes(job) + encoderBytes(job) + pixels;
  return { minimumBytes, preferredBytes: minimumBytes + pixels * 4 };
}

/** How long a job takes, in no unit: pixels in and renditions out. */
export function weighJob({ facts, renditions }: Job): number {
  return facts.kind === 'video' ? 0 : facts.width * facts.height * (1 + renditions.length / 8);
}

/** Shares a cap of the whole process tree among workers and jobs. */
export function planBudget(
  capBytes: number,
  cores: number,
): { readonly workers: number; readonly jobBudgetBytes: number; readonly recycleBytes: number } {
  const room = (workers: number): number => capBytes - MAIN_BYTES - workers * WORKER_BYTES;
  let workers = Math.max(1, cores);
  while (workers > 1 && room(workers) < 2 * JOB_BYTES * workers) workers--;
  return { workers, jobBudgetBytes: Math.max(JOB_BYTES, room(workers)), recycleBytes: WORKER_BYTES * 2 };
}
