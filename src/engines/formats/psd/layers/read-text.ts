import type { PhotoshopText, TextParagraph, TextRun } from '../../../../model/text/photoshop-text.ts';
import type { PsdFile } from '../sections.ts';
import { listAt, numberAt, type PsdValue, readDescriptor, valueAt } from './descriptor.ts';
import { readEngineData } from './engine-data.ts';
import type { PsdLayer } from './layer-tree.ts';
import { blockOf } from './read-layers.ts';

// Photoshop File Formats, "Type tool object setting": a version, the six numbers of a transformation, two versions.
const TRANSFORM_AT = 2;
const DESCRIPTOR_AT = TRANSFORM_AT + 6 * 8 + 2 + 4;
const PLAIN_SIZE = 12;
/** Photoshop's automatic distance of lines. */
const AUTOMATIC = 1.2;
const JUSTIFY = ['left', 'right', 'center', 'justify', 'justify', 'justify', 'justify'] as const;

/** A color as red, green and blue, 0…255; CMYK by its plain formula. */
function colorOf(fill: PsdValue | undefined): readonly [number, number, number] {
  const [, ...parts] = listAt(fill, 'Values').map((value) => (typeof value === 'number' ? value : 0));
  const byte = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 255);
  const [a = 0, b = a, c = a, k] = parts;
  if (k === undefined) return [byte(a), byte(b), byte(c)];
  return [byte((1 - a) * (1 - k)), byte((1 - b) * (1 - k)), byte((1 - c) * (1 - k))];
}

/** Fonts of a text, and its default character style. */
interface Sheets {
  readonly fonts: readonly string[];
  readonly usual: PsdValue | undefined;
}

function runOf(text: string, style: PsdValue | undefined, { fonts, usual }: Sheets): TextRun {
  const said = (key: string): PsdValue | undefined => valueAt(style, key) ?? valueAt(usual, key);
  const number = (key: string, otherwise: number): number => {
    const value = said(key);
    return typeof value === 'number' ? value : otherwise;
  };
  const size = number('FontSize', PLAIN_SIZE);
  return {
    text,
    font: fonts[number('Font', 0)] ?? '',
    size,
    ...(said('AutoLeading') !== true &&
      said('Leading') !== undefined && { leading: number('Leading', size * AUTOMATIC) }),
    color: colorOf(said('FillColor')),
    bold: said('FauxBold') === true,
    italic: said('FauxItalic') === true,
    underline: said('Underline') === true,
    tracking: number('Tracking', 0),
    stretch: [number('HorizontalScale', 1), number('VerticalScale', 1)],
    shift: number('BaselineShift', 0),
    capitals: (['none', 'small', 'all'] as const)[number('FontCaps', 0)] ?? 'none',
    position: (['line', 'super', 'sub'] as const)[number('FontBaseline', 0)] ?? 'line',
  };
}

/** Cuts a text into runs of given lengths. */
function cut(text: string, lengths: readonly PsdValue[]): readonly string[] {
  let at = 0;
  return lengths.map((length) => {
    const from = at;
    at += typeof length === 'number' ? length : 0;
    return text.slice(from, at);
  });
}

function paragraphsOf(engine: PsdValue | undefined, text: string): readonly TextParagraph[] {
  const lengths = listAt(engine, 'ParagraphRun', 'RunLengthArray');
  const sheets = listAt(engine, 'ParagraphRun', 'RunArray');
  return cut(text, lengths).map((part, i) => ({
    length: part.length,
    align: JUSTIFY[numberAt(sheets[i], 'ParagraphSheet', 'Properties', 'Justification') ?? 0] ?? 'left',
  }));
}

/** The box that a text flows in, in its own units; absent for one that begins at a point. */
function boxOf(engine: PsdValue | undefined): PhotoshopText['box'] {
  const shape = valueAt(engine, 'Rendered', 'Shapes', 'Children', 0);
  const bounds = listAt(shape, 'Cookie', 'Photoshop', 'BoxBounds').filter((value) => typeof value === 'number');
  if (numberAt(shape, 'ShapeType') !== 1 || bounds.length < 4) return undefined;
  const [left = 0, top = 0, right = 0, bottom = 0] = bounds;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Tells whether the text is warped: a warp style other than none follows the text. */
const isWarped = (block: Buffer): boolean =>
  block.includes('warpStyle', DESCRIPTOR_AT, 'latin1') && !block.includes('warpNone', DESCRIPTOR_AT, 'latin1');

function sheetsOf(root: PsdValue | undefined): Sheets {
  const resources = valueAt(root, 'ResourceDict') ?? valueAt(root, 'DocumentResources');
  const usual = numberAt(resources, 'TheNormalStyleSheet') ?? 0;
  return {
    fonts: listAt(resources, 'FontSet').map((font) => {
      const name = valueAt(font, 'Name');
      return typeof name === 'string' ? name : '';
    }),
    usual: valueAt(resources, 'StyleSheetSet', usual, 'StyleSheetData'),
  };
}

function transformOf(block: Buffer): PhotoshopText['transform'] {
  const at = (i: number): number => block.readDoubleBE(TRANSFORM_AT + i * 8);
  return { xx: at(0), xy: at(1), yx: at(2), yy: at(3), x: at(4), y: at(5) };
}

/** The text of a layer; undefined where it has none, is warped, or cannot be parsed. */
export async function textOfLayer(file: PsdFile, layer: PsdLayer): Promise<PhotoshopText | undefined> {
  const block = await blockOf(file, layer, 'TySh');
  if (!block || block.length < DESCRIPTOR_AT || isWarped(block)) return undefined;
  const data = valueAt(readDescriptor(block, DESCRIPTOR_AT), 'EngineData');
  const root = Buffer.isBuffer(data) ? readEngineData(data) : undefined;
  const engine = valueAt(root, 'EngineDict');
  const text = valueAt(engine, 'Editor', 'Text');
  if (typeof text !== 'string') return undefined;
  const sheets = sheetsOf(root);
  const styles = listAt(engine, 'StyleRun', 'RunArray');
  const parts = cut(text, listAt(engine, 'StyleRun', 'RunLengthArray'));
  return {
    ...{ transform: transformOf(block), paragraphs: paragraphsOf(engine, text), box: boxOf(engine) },
    runs: parts.map((part, i) => runOf(part, valueAt(styles[i], 'StyleSheet', 'StyleSheetData'), sheets)),
  };
}
