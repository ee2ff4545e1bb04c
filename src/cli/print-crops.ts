import { printable, type Paint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import type { SmartCropRecord } from '../model/rendition.ts';
import type { CropView } from '../run/crop.ts';
import { printColumns } from './table.ts';

const percent = (part: number): string => `${Math.round(part * 100)} %`;

function printRow({ name, rect, by, confidence, setAside }: SmartCropRecord): readonly string[] {
  const why = setAside === undefined ? '' : ', the sidecar has another ratio';
  return [name, rect.join(','), `by ${by}, ${percent(confidence)} sure${why}`];
}

function printOverrides({ said, sidecar }: CropView, paint: Paint): readonly string[] {
  if (said === null) return ['', paint.dim(`no sidecar: --set or --focus writes ${printable(sidecar)}`)];
  const { focus, crops = {} } = said;
  const rows = Object.entries(crops).map(([name, rect]) => [name, rect.join(',')]);
  const focused = focus === undefined ? [] : [['focus', focus.join(',')]];
  const lines = printColumns([...focused, ...rows]).map((line) => `  ${line}`);
  return ['', `${paint.bold('Sidecar')} ${printable(sidecar)}`, ...lines];
}

/** Prints the smart crops of an asset: as made, as the sidecar sets them, and what is due. */
export function printCrops(view: CropView, paint: Paint): readonly string[] {
  const { asset, smartCrops, due, warnings } = view;
  const rows = printColumns(smartCrops.map(printRow)).map((line) => `  ${line}`);
  const next = `${plural(due.length, 'rendition')} to be made anew: dmx ingest (${due.join(', ')})`;
  return [
    paint.bold(printable(asset)),
    ...(rows.length > 0 ? rows : ['  no smart crops']),
    ...printOverrides(view, paint),
    ...warnings.map((warning) => `${paint.yellow('warning')}  ${printable(warning)}`),
    ...(due.length > 0 ? ['', next] : []),
  ];
}
