import { EngineError, type ErrorData } from '../model/errors.ts';
import type { Artefact, Job, JobResult } from '../model/jobs/job.ts';

/** The number of times that a rendition is answered for: by files, and by reasons why there is none. */
interface Answers {
  readonly files: number;
  readonly reasons: number;
}

function countAnswers({ artefacts, failures, absent = [] }: JobResult, rendition: string): Answers {
  return {
    files: artefacts.filter(({ name }) => name === rendition).length,
    reasons:
      failures.filter((failure) => failure.rendition === rendition).length +
      absent.filter((name) => name === rendition).length,
  };
}

function breach(rendition: string, got: string): ErrorData {
  const message = `expected one file of "${rendition}" or the reason why there is none, got ${got}`;
  const hint = 'Please report this: it is a bug in dmx.';
  return new EngineError('ENGINE_FAILED', message, { hint }).toData(rendition);
}

/** The fault of the answer for a rendition that was asked for; undefined = nothing. */
function breachOf(rendition: string, result: JobResult): ErrorData | undefined {
  const { files, reasons } = countAnswers(result, rendition);
  const wholeFailed = result.failures.some((failure) => failure.rendition === null);
  if (files + reasons === 1 || (files === 0 && wholeFailed)) return undefined;
  if (files + reasons === 0) return breach(rendition, 'neither');
  return breach(rendition, reasons === 0 ? `${files} files` : 'several answers');
}

/** Names that an engine answers for and was not asked for. */
function unasked({ renditions }: Job, { artefacts, failures, absent = [] }: JobResult): readonly string[] {
  const asked = new Set(renditions.map(({ name }) => name));
  const failed = failures.flatMap(({ rendition }) => rendition ?? []);
  const answered = [...artefacts.map(({ name }) => name), ...failed, ...absent];
  return [...new Set(answered)].filter((name) => !asked.has(name));
}

/**
 * Holds an engine's result to the contract of JobResult: each rendition of the job has one artefact or one failure, or
 * is said to be absent, and nothing else is. What the engine answers for a rendition in breach of it is replaced by an ENGINE_FAILED failure of
 * that rendition.
 */
export function checkResult(job: Job, result: JobResult): JobResult {
  const breaches = [
    ...job.renditions.flatMap(({ name }) => breachOf(name, result) ?? []),
    ...unasked(job, result).map((name) => breach(name, 'an answer, and nobody asked for it')),
  ];
  if (breaches.length === 0) return result;
  const broken = new Set(breaches.map(({ rendition }) => rendition));
  const stands = ({ name }: Artefact): boolean => !broken.has(name);
  return {
    ...result,
    artefacts: result.artefacts.filter(stands),
    ...(result.absent && { absent: result.absent.filter((name) => !broken.has(name)) }),
    failures: [...result.failures.filter(({ rendition }) => !broken.has(rendition)), ...breaches],
  };
}
