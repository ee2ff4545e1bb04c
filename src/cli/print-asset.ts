import { printBytes } from '../base/bytes.ts';
import { printDuration } from '../base/duration.ts';
import { printable, type Paint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import type { NormalRect } from '../model/geometry.ts';
import type { ShowView } from '../run/show.ts';
import { printColumns } from './table.ts';

function printFacts(facts: AssetRecord['facts']): string {
  if (facts === null) return '';
  const size = `, ${facts.width}×${facts.height}`;
  if (facts.kind === 'image') {
    const pages = facts.pages > 1 ? `, ${facts.pages} frames or pages` : '';
    return `${size} ${facts.colorSpace}${facts.alpha ? ', alpha' : ''}${pages}`;
  }
  const [over, under] = facts.frameRate;
  const sound = facts.sound[0] === undefined ? 'no sound' : facts.sound[0].codec;
  return `${size} ${facts.codec}, ${sound}, ${printDuration(facts.durationSeconds)} at ${(over / under).toFixed(2)} fps`;
}

function printMaster({ mime, stat, facts, sha256 }: AssetRecord): string {
  return `  master   ${mime}, ${printBytes(stat.bytes)}${printFacts(facts)}, sha256 ${sha256.slice(0, 12) || 'unknown'}`;
}

function printGovernment({ profile, published, keptFrom, gone }: AssetRecord): readonly string[] {
  return [
    `  profile  ${profile ?? 'none'}${keptFrom === undefined ? '' : `, kept from ${printable(keptFrom)}`}`,
    ...(published ? [] : ['  not published: made, but not in the manifest']),
    ...(gone ? ['  its master is gone; the files wait for dmx prune'] : []),
  ];
}

function printRenditions({ asset, missing }: ShowView, paint: Paint): readonly string[] {
  const rows = asset.renditions.map(({ name, path, width, height, track, bytes, stale }) => [
    name,
    track === undefined ? `${width}×${height}` : track.language,
    printBytes(bytes),
    printable(path),
    [missing.includes(path) ? 'file missing' : '', stale === true ? 'of an older master or recipe' : '']
      .join(' ')
      .trim(),
  ]);
  const lines = printColumns(rows, [1, 2]).map((line) => `  ${line}`);
  return ['', paint.bold(plural(rows.length, 'rendition')), ...lines];
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const printRect = (rect: NormalRect): string => [...rect].map(percent).join(' ');

function printCrops({ smartCrops, swatchColor }: AssetRecord, paint: Paint): readonly string[] {
  const rows = smartCrops.map(({ name, rect, by, confidence }) => [
    name,
    `x y w h ${printRect(rect)}`,
    `by ${by}, ${percent(confidence)} sure`,
  ]);
  const crops = rows.length === 0 ? [] : ['', paint.bold('Smart crops'), ...printColumns(rows).map((l) => `  ${l}`)];
  return [...crops, ...(swatchColor === undefined ? [] : ['', `Swatch ${swatchColor}`])];
}

function printErrors({ errors, warnings }: AssetRecord, paint: Paint): readonly string[] {
  const failed = errors.flatMap(({ code, rendition, message, hint }) => [
    `${paint.red(code)}${rendition === null ? '' : ` (${rendition})`}  ${printable(message)}`,
    ...(hint === '' ? [] : [`  ${paint.dim('→')} ${printable(hint)}`]),
  ]);
  const warned = warnings.map((warning) => `${paint.yellow('warning')}  ${printable(warning)}`);
  return failed.length + warned.length === 0 ? [] : ['', ...failed, ...warned];
}

function printMarks({ hotspots = [], zoomTargets = [] }: AssetRecord): readonly string[] {
  const lines = [
    ...hotspots.map(({ name, quickview, href, fragment }) => [
      'hotspot',
      name,
      quickview?.['sku'] ?? href ?? fragment ?? '',
    ]),
    ...zoomTargets.map(({ label, rect }) => ['zoom target', label, `x y w h ${printRect(rect)}`]),
  ].map((row) => row.map(printable));
  return lines.length === 0 ? [] : ['', ...printColumns(lines)];
}

/** Prints one asset: master, profile, renditions, smart crops, failures and what to do about them. */
export function printAsset(view: ShowView, paint: Paint): readonly string[] {
  const { asset } = view;
  return [
    `${paint.bold(printable(asset.path))}  ${asset.state}`,
    printMaster(asset),
    ...printGovernment(asset),
    ...printRenditions(view, paint),
    ...printCrops(asset, paint),
    ...printMarks(asset),
    ...printErrors(asset, paint),
  ];
}
