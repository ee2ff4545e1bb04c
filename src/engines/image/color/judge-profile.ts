import type { ColorSpace, ProfileKind } from '../../../model/asset.ts';
import type { RenderIntent } from '../../../model/recipe/recipe.ts';
import { kindOfProfile } from './describe-profile.ts';
import { COLORS, withConversion } from './littlecms.ts';
import { faultOfProfile, type ProfileFault } from './profile-fault.ts';

/** The judgement on a profile beside the pixels of its file: its kind, or why it does not count. */
export type JudgedProfile = { readonly kind: ProfileKind } | { readonly fault: ProfileFault };

const SPACES: Partial<Readonly<Record<ColorSpace, keyof typeof COLORS>>> = { srgb: 'rgb', gray: 'gray', cmyk: 'cmyk' };
const INTENTS: readonly RenderIntent[] = ['perceptual', 'relative', 'saturation', 'absolute'];

// Of 255: of real profiles black and white are 200 apart and more.
const LEAST_RANGE = 64;

/** All numbers of which each is least or most. */
const cornersOf = (colors: number): Uint8Array =>
  Uint8Array.from({ length: colors * 2 ** colors }, (_, i) => ((Math.floor(i / colors) >> (i % colors)) & 1) * 255);

/** Tells whether LittleCMS makes colours of a profile, and not the same one of all numbers. */
async function definesColors(profile: Buffer, space: keyof typeof COLORS): Promise<boolean> {
  const corners = cornersOf(COLORS[space]);
  const pixels = corners.length / COLORS[space];
  const order = {
    from: { space, depth: 8 },
    to: { space: 'rgb', depth: 8 },
    source: profile,
    blackPoint: true,
  } as const;
  for (const intent of INTENTS) {
    const shown = await withConversion({ ...order, intent }, (convert) => {
      const made = new Uint8Array(3 * pixels);
      convert(corners, made, pixels);
      return made;
    });
    if (shown === undefined || !shown.some((value, i) => Math.abs(value - (shown[i % 3] ?? 0)) >= LEAST_RANGE))
      return false;
  }
  return true;
}

/** Tables are judged by what LittleCMS makes of them, for nothing else reads them. */
async function judge(profile: Buffer, space: ColorSpace): Promise<JudgedProfile> {
  const fault = faultOfProfile(profile, space);
  if (fault !== undefined) return { fault };
  const [kind, pixels] = [kindOfProfile(profile, space), SPACES[space]];
  if (kind === undefined || pixels === undefined) return { fault: 'others' };
  return kind === 'tables' && !(await definesColors(profile, pixels)) ? { fault: 'damaged' } : { kind };
}

interface Judgement {
  readonly profile: Buffer;
  readonly space: ColorSpace;
  readonly judged: JudgedProfile;
}

/** Judgements that are kept: the masters of a library have the profiles of few cameras and presses, and 8 ms are a thumbnail's. */
const KEPT = 4;

let kept: readonly Judgement[] = [];

/** Judges a profile that a file embeds. */
export async function judgeProfile(profile: Buffer, space: ColorSpace): Promise<JudgedProfile> {
  const known = kept.find((one) => one.space === space && one.profile.equals(profile));
  const found = known ?? { profile, space, judged: await judge(profile, space) };
  kept = [found, ...kept.filter((one) => one !== known)].slice(0, KEPT);
  return found.judged;
}
