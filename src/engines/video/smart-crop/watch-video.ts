import type { Analysis, Finding, Moment } from '../../../model/analysis.ts';
import { analyse } from '../../crop/analyse.ts';
import { usableDetectors } from '../../crop/detectors/index.ts';
import { askedOf } from '../../../model/detectors.ts';
import type { VideoContext } from '../render-context.ts';
import { sampleVideo } from './sample-video.ts';

/** The findings in one frame of a clip. */
export interface Seen {
  readonly seconds: number;
  readonly cut: boolean;
  readonly analysis: Analysis;
}

/** Detectors of a strategy that can be used here. */
function watchers(strategy: readonly string[]): ReturnType<typeof usableDetectors> {
  const asked = askedOf(strategy);
  return usableDetectors().filter(({ name }) => asked.includes(name));
}

function isKnown(known: Analysis, strategy: readonly string[]): boolean {
  return watchers(strategy).every(({ name, version }) => {
    const finding = known[name];
    return finding?.version === version && finding.moments !== undefined;
  });
}

/** The findings in a clip, frame by frame. */
function replay(known: Analysis, strategy: readonly string[]): readonly Seen[] {
  const findings = watchers(strategy).map(({ name, version }) => ({
    name,
    version,
    moments: known[name]?.moments ?? [],
  }));
  return (findings[0]?.moments ?? []).map(({ seconds, cut }, i) => {
    const entries = findings.map(({ name, version, moments }): [string, Finding] => {
      const { confidence, subjects, map } = moments[i] ?? { confidence: 0, subjects: [] };
      return [name, { version, confidence, subjects, ...(map && { map }) }];
    });
    return { seconds, cut, analysis: Object.fromEntries(entries) };
  });
}

/** The findings by detector, as they are stored. */
function gather(seen: readonly Seen[], strategy: readonly string[]): Analysis {
  const findings = watchers(strategy).map(({ name, version }): [string, Finding] => {
    const moments = seen.map(({ seconds, cut, analysis }): Moment => {
      const { confidence, subjects, map } = analysis[name] ?? { confidence: 0, subjects: [] };
      return { seconds, cut, confidence, subjects, ...(map && { map }) };
    });
    return [name, { version, confidence: 0, subjects: [], moments }];
  });
  return Object.fromEntries(findings);
}

/**
 * The findings of the detectors of a strategy in a clip, and all of it as it is stored: what is known already is not
 * looked for.
 */
export async function findVideoCrops(
  strategy: readonly string[],
  context: VideoContext,
): Promise<{ readonly seen: readonly Seen[]; readonly analysis: Analysis }> {
  const known = context.job.analysis ?? {};
  if (isKnown(known, strategy)) return { seen: replay(known, strategy), analysis: known };
  const samples = await sampleVideo({ ...context, onShare: (share) => context.onShare(share / 2) });
  const seen: Seen[] = [];
  for (const [i, { seconds, cut, picture }] of samples.entries()) {
    const sight = { picture, regions: async () => [] };
    seen.push({ seconds, cut, analysis: await analyse(strategy, {}, sight) });
    context.onShare((1 + (i + 1) / samples.length) / 2);
  }
  return { seen, analysis: gather(seen, strategy) };
}
