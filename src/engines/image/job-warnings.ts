import { present } from '../../base/present.ts';
import { type Frame, layersBeside, showsNothing } from '../../layout/frame.ts';
import { withoutOuterEffects } from '../../layout/effect-frame.ts';
import { lostLetters } from '../../layout/text/lost-letters.ts';
import { losesFrames } from '../../layout/animation.ts';
import type { Analysis } from '../../model/analysis.ts';
import { damageRemark, masterDamage } from '../../model/jobs/damage.ts';
import type { JobResult, LocalJob } from '../../model/jobs/job.ts';
import { colorRemarks } from './color/color-remarks.ts';
import { missingDetectorWarning } from './missing-detectors.ts';
import type { SortedRenditions } from './sort-renditions.ts';
import type { Master } from './source/master.ts';
import { type OpenReferences, remarksOf } from './source/referenced-images.ts';

/** The pictures that a job was made of, and what was found in its master. */
interface Sources {
  readonly master: Master;
  readonly references: OpenReferences;
  readonly analysis: Analysis;
}

const CUT_OFF = 'The master is cut off: what is there of it is shown.';

function undrawnWarning({ facts: { undrawn } }: Master): string | undefined {
  return undrawn && `The master is put together without ${undrawn.join(', ')}.`;
}

/** Frames that a master has and its renditions do not. */
function framesWarning(pictures: SortedRenditions['pictures'], { facts }: Master): string | undefined {
  const lost = pictures.filter(([, recipe]) => losesFrames(recipe, facts)).map(([{ name }]) => name);
  if (lost.length === 0) return undefined;
  return `the first of ${facts.pages} frames is kept in ${lost.join(', ')}: dmx reads no others of this format`;
}

/** Sentences about what the pictures of a job do not show as their sources say. */
export function jobWarnings(
  pictures: SortedRenditions['pictures'],
  { master, references, analysis }: Sources,
): readonly string[] {
  const recipes = pictures.map(([, recipe]) => recipe);
  const isNamed = recipes.some((recipe) => recipe.master?.sourceProfile !== undefined);
  const told = [
    master.facts.cutOff ? CUT_OFF : undefined,
    ...remarksOf(master, references),
    undrawnWarning(master),
    ...(pictures.length > 0 ? colorRemarks(master.facts, isNamed) : []),
    missingDetectorWarning(recipes, analysis),
    framesWarning(pictures, master),
  ];
  return told.filter((warning) => warning !== undefined);
}

/** The result of a job with the damage in the pictures that it was made of, by their files; '' = bytes of the master in memory. */
export function withDamage(
  result: JobResult,
  damaged: ReadonlyMap<string, string>,
  { master, references = [] }: LocalJob,
): JobResult {
  const damage = damaged.get(master.file) ?? damaged.get('');
  const named = references.flatMap((one) => {
    const said = 'got' in one || one.file === master.file ? undefined : damaged.get(one.file);
    return said === undefined ? [] : [damageRemark(`The picture ${one.object}, which is shown in it,`, said)];
  });
  const told = [...(damage === undefined ? [] : [masterDamage(damage)]), ...named];
  return { ...result, warnings: [...told, ...result.warnings], ...present({ damage }) };
}

/** Letters that a message repeats. */
const MOST_SHOWN = 40;

/** The sentences about letters of texts for which there is no room. */
function lostLettersRemarks(name: string, frame: Frame): readonly string[] {
  return lostLetters(frame).map(({ layer, letters }) => {
    const all = Array.from(letters.replaceAll(/\s+/g, ' ').trim());
    const shown = all.length > MOST_SHOWN ? `${all.slice(0, MOST_SHOWN).join('')}…` : all.join('');
    return `${name} has no room for “${shown}” of the text of layer=${layer} (give it more by size=, or fit it: textAttr=72,norm,maxRes of text=, \\copyfit of textPs=)`;
  });
}

/** The sentence about effects of layers that have nothing around them to be drawn in; undefined where there are none. */
function effectsRemark(name: string, frame: Frame): string | undefined {
  const layers = [...new Set(withoutOuterEffects(frame))];
  if (layers.length === 0) return undefined;
  const which = layers.map((layer) => `layer=${layer}`).join(', ');
  return `${name} shows no effects around ${which}: no part of that is transparent (give it a mask, or margins by extend=)`;
}

/** The warning about layers that lie outside of the visible canvas; undefined where there are none. */
function besideRemark(name: string, frame: Frame): string | undefined {
  const layers = layersBeside(frame).map((layer) => `layer=${layer}`);
  if (layers.length === 0) return undefined;
  return `${name} shows nothing of ${layers.join(', ')}: the place is wholly beside the picture (move it by pos=, or say hide=1)`;
}

/** The sentence about a reply that is cut beside its picture; undefined where that shows. */
function nothingRemark(name: string, frame: Frame): string | undefined {
  if (!showsNothing(frame)) return undefined;
  return `${name} shows nothing of the picture: what crop=, rgn=, rect= or extend= ask for lies wholly beside it`;
}

/** Sentences about what a rendition does not show as its recipe says. */
export function frameRemarks(name: string, frame: Frame): readonly string[] {
  const own = [nothingRemark(name, frame), effectsRemark(name, frame), besideRemark(name, frame)];
  const remarks = [...own, ...lostLettersRemarks(name, frame)];
  return remarks.filter((remark) => remark !== undefined);
}
