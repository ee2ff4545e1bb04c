import type { Analysis, Subject } from '../analysis.ts';
import type { DetectorName } from '../detectors.ts';
import type { SmartTag } from './listing.ts';

/** Detectors that classify objects; the others only find salient regions. */
const NAMING: readonly DetectorName[] = ['faces', 'objects'];

/** More would say everything of a crowded picture and nothing about it. */
const MOST_TAGS = 20;

/** Below it detectors guess. */
const LEAST_SURE = 0.25;

const round = (confidence: number): number => Math.round(confidence * 1000) / 1000;

function subjectsOf(analysis: Analysis): readonly Subject[] {
  return NAMING.flatMap((name) => {
    const { subjects = [], moments = [] } = analysis[name] ?? {};
    return [...subjects, ...moments.flatMap((moment) => moment.subjects)];
  });
}

/** The kinds of subject that detectors saw in a master, each once at its surest, the surest first. */
export function smartTagsOf(analysis: Analysis): readonly SmartTag[] {
  const surest = new Map<string, number>();
  for (const { label, score } of subjectsOf(analysis)) surest.set(label, Math.max(score, surest.get(label) ?? 0));
  return [...surest]
    .filter(([, score]) => score >= LEAST_SURE)
    .map(([label, score]) => ({ label, confidence: round(score) }))
    .toSorted((a, b) => b.confidence - a.confidence || (a.label < b.label ? -1 : 1))
    .slice(0, MOST_TAGS);
}
