import { printable, type Paint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import type { UnsureCrops } from './tally.ts';

/** Crops named; the rest is counted. */
const NAMED = 8;

/** Smart crops that a person should look at, the least sure first. `named` bounds the names shown. */
export function printUnsure({ count, assets, first }: UnsureCrops, paint: Paint, named = NAMED): readonly string[] {
  if (count === 0) return [];
  const least = first.toSorted((a, b) => a.crop.confidence - b.crop.confidence).slice(0, named);
  const rows = least.map(({ asset, crop: { name, by, confidence } }) => {
    const sure = `${Math.round(confidence * 100)} %`;
    return `  ${paint.bold(printable(asset))}  ${printable(name)} ${paint.dim(`by ${by}, ${sure} sure`)}`;
  });
  const more = assets - least.length;
  return [
    `${paint.yellow('unsure')}  ${plural(count, 'smart crop')} of ${plural(assets, 'asset')} may miss the subject`,
    ...rows,
    ...(more > 0 ? [paint.dim(`  …and ${plural(more, 'more asset')}`)] : []),
    `  ${paint.dim('→')} Look at them with dmx report; what is wrong is set with dmx crop <asset> --focus x,y`,
  ];
}
