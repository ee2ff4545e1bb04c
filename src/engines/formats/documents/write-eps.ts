import type { Rights } from '../../image/metadata/rights.ts';
import { PHOTOSHOP_END } from './read-size.ts';
import { CHANNELS, DEVICE_SPACES, points, type Samples } from './samples.ts';

/** A comment's text: one line of ASCII, as the conventions ask; other letters lose to `?`. */
const comment = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^ -~]/g, '?')
    .slice(0, 200);

/** Bytes in a line of hexadecimal digits, as Photoshop writes them. */
const LINE_BYTES = 32;

/**
 * Image resources as Photoshop's own EPS files carry them: comments of hexadecimal digits, their bytes counted first.
 */
function photoshop(resources: Buffer = Buffer.alloc(0)): readonly string[] {
  if (resources.length === 0) return [];
  const lines: string[] = [];
  for (let at = 0; at < resources.length; at += LINE_BYTES) {
    lines.push(`% ${resources.toString('hex', at, Math.min(resources.length, at + LINE_BYTES)).toUpperCase()}`);
  }
  return [`%BeginPhotoshop: ${resources.length}`, ...lines, PHOTOSHOP_END];
}

/** The comments that the document conventions want first (DSC 3.0, EPSF 3.0). */
function header(
  { width, height }: Samples,
  resolution: number,
  { artist, copyright }: Rights,
  resources: Buffer | undefined,
): readonly string[] {
  const [across, down] = [points(width, resolution), points(height, resolution)];
  return [
    '%!PS-Adobe-3.0 EPSF-3.0',
    '%%Creator: dmx',
    ...(artist === undefined ? [] : [`%%For: ${comment(artist)}`]),
    ...(copyright === undefined ? [] : [`%%Copyright: ${comment(copyright)}`]),
    `%%BoundingBox: 0 0 ${Math.ceil(across)} ${Math.ceil(down)}`,
    `%%HiResBoundingBox: 0 0 ${across} ${down}`,
    '%%LanguageLevel: 2',
    '%%DocumentData: Binary',
    '%%Pages: 1',
    '%%EndComments',
    ...photoshop(resources),
    '%%Page: 1 1',
  ];
}

/**
 * An Encapsulated PostScript file, level 2, of one picture: its samples as they are, binary (reference F.1); `resources` are
 * image resources of Photoshop.
 */
export function writeEps(samples: Samples, resolution: number, rights: Rights, resources?: Buffer): Buffer {
  const { width, height, pixelType, data } = samples;
  const decode = Array.from({ length: CHANNELS[pixelType] }, () => '0 1').join(' ');
  const operator = 'image\n';
  const before = [
    ...header(samples, resolution, rights, resources),
    'gsave',
    `${points(width, resolution)} ${points(height, resolution)} scale`,
    `/${DEVICE_SPACES[pixelType]} setcolorspace`,
    '<<',
    `/ImageType 1 /Width ${width} /Height ${height} /BitsPerComponent 8`,
    `/Decode [${decode}]`,
    // From the unit square to samples, first row on top (PLRM 4.10.3).
    `/ImageMatrix [${width} 0 0 ${-height} 0 ${height}]`,
    '/DataSource currentfile',
    '>>',
    `%%BeginData: ${operator.length + data.length} Binary Bytes`,
    operator,
  ].join('\n');
  return Buffer.concat([Buffer.from(before), data, Buffer.from('\n%%EndData\ngrestore\nshowpage\n%%EOF\n')]);
}
