import type { Layer } from '../../model/recipe/recipe.ts';
import type {
  PathRun,
  ResolutionFit,
  Smoothing,
  TextRules,
  Typesetting,
  Wrapping,
} from '../../model/text/typesetting.ts';
import { number, optional, path, quoted, whole, word } from '../argument.ts';
import { type Conflict, layerCommand } from '../command.ts';
import { isRich, rtfTokens } from '../rtf/tokens.ts';

const set = (layer: Layer, typesetting: Typesetting): Layer => ({
  ...layer,
  typesetting: { ...layer.typesetting, ...typesetting },
});

/** Vertical text flow is not supported: set horizontally, the text would be misplaced. */
function flowConflict(text: string): Conflict | undefined {
  if (!isRich(text)) return undefined;
  for (const token of rtfTokens(text))
    if (token.kind === 'word' && token.word === 'stextflow' && token.value === 1)
      return {
        argument: 'text',
        expected: 'lines that run across',
        got: '\\stextflow1, which makes them run downwards',
      };
  return undefined;
}

/** A row of a text by its rules. */
function textCommand(rules: TextRules, summary: string, example: string) {
  return layerCommand({
    name: rules,
    scope: 'layer',
    args: [quoted('text')],
    default: 'none',
    summary,
    example,
    check: ([[text = '']]) => flowConflict(text),
    apply: (layer, [[text = '']]) => ({ ...layer, source: { kind: 'text', text, rules } }),
    read: ({ source }) => (source.kind === 'text' && source.rules === rules ? [[source.text]] : undefined),
  });
}

function attributes({ resolution, smoothing, fit, wrapping }: Typesetting = {}) {
  const all = [resolution, smoothing, fit, wrapping] as const;
  return all.every((value) => value === undefined) ? undefined : all;
}

const runOf = (
  direction: 'norm' | 'reverse' | undefined,
  start: number | undefined,
  end: number | undefined,
): PathRun => ({
  reverse: direction === 'reverse',
  start: start ?? 0,
  end: end ?? (start ?? 0) + 1,
});

/** Commands of layers that are texts. */
export const TEXT_COMMANDS = [
  textCommand(
    'text',
    'Text layer: plain, or RTF of which fonts, sizes, colours, styles, places and alignments count. In a box (`size`) letters are moved inside; lines that do not fit are cut.',
    'layer=1&text=SALE',
  ),
  textCommand(
    'textPs',
    'Text layer as Photoshop sets it: with margins, indents, justified lines, capitals, sizes that fit (`\\\\copyfit`) and colours of the language (`\\\\*\\\\iscolortbl`). In a box capitals touch its top, and lines that do not fit are left out; without one the text begins at its origin.',
    'layer=1&textPs=SALE',
  ),
  layerCommand({
    name: 'textAttr',
    scope: 'layer',
    args: [
      optional(whole('resolution', 1, 10_000)),
      optional(word<Smoothing>('smoothing', ['off', 'norm', 'crisp', 'sharp', 'strong', 'smooth'])),
      optional(word<ResolutionFit>('fit', ['fixedRes', 'autoRes', 'maxRes'])),
      optional(word<Wrapping>('wrap', ['wrap', 'noWrap', 'nbWrap'])),
    ],
    default: '72,norm,fixedRes,wrap',
    summary:
      'Resolution of a text (at 72 a point is a pixel); `off` draws it without antialiasing, all other words with it; `autoRes` finds the resolution at which the text fills its box, `maxRes` does so up to the given one; `noWrap` breaks no lines, `nbWrap` no words.',
    example: 'layer=1&text=SALE&size=300,80&textAttr=72,norm,autoRes',
    apply: (layer, [resolution, smoothing, fit, wrapping]) =>
      set(layer, {
        ...(resolution !== undefined && { resolution }),
        ...(smoothing && { smoothing }),
        ...(fit && { fit }),
        ...(wrapping && { wrapping }),
      }),
    read: ({ typesetting }) => attributes(typesetting),
  }),
  layerCommand({
    name: 'textAngle',
    scope: 'layer',
    args: [number('degrees', -360_000, 360_000)],
    default: '0',
    summary: 'Angle, clockwise, at which the lines of `textPs` run within its box; no effect on `text` and on a path.',
    example: 'layer=1&textPs=SALE&size=200,200&textAngle=90',
    apply: (layer, [angle]) => set(layer, { angle }),
    read: ({ typesetting: { angle } = {} }) => (angle === undefined ? undefined : [angle]),
  }),
  layerCommand({
    name: 'textFlowPath',
    scope: 'layer',
    args: [path('path')],
    default: 'the box',
    summary: 'Areas that `textPs` flows into, in pixels of the layer.',
    example: 'layer=1&textPs=SALE&textFlowPath=M,0,0,L,200,0,L,100,200,Z',
    apply: (layer, [flowPath]) => set(layer, { flowPath }),
    read: ({ typesetting: { flowPath } = {} }) => flowPath && [flowPath],
  }),
  layerCommand({
    name: 'textFlowXPath',
    scope: 'layer',
    args: [path('path')],
    default: 'none',
    summary: 'Areas that `textPs` flows around. No effect without `textFlowPath`.',
    example: 'layer=1&textPs=SALE&textFlowXPath=M,50,50,L,150,50,L,100,150,Z',
    apply: (layer, [flowExceptPath]) => set(layer, { flowExceptPath }),
    read: ({ typesetting: { flowExceptPath } = {} }) => flowExceptPath && [flowExceptPath],
  }),
  layerCommand({
    name: 'textPath',
    scope: 'layer',
    args: [path('path')],
    default: 'none',
    summary: 'Path that `textPs` follows, in pixels of the layer; only the first line is drawn.',
    example: 'layer=1&textPs=SALE&textPath=M,0,100,C,50,0,150,0,200,100',
    apply: (layer, [line]) => set(layer, { path: line }),
    read: ({ typesetting: { path: line } = {} }) => line && [line],
  }),
  layerCommand({
    name: 'pathAttr',
    scope: 'layer',
    args: [
      word<'norm' | 'reverse'>('direction', ['norm', 'reverse']),
      optional(number('start', 0, 1)),
      optional(number('end', 0, 2)),
    ],
    default: 'norm,0,1',
    summary:
      'Direction of a text on its path, and the part of the path, in fractions of its length: at most the whole path, past the start again if it is closed. An end before the start leaves no room.',
    example: 'layer=1&textPs=SALE&textPath=M,0,100,L,200,100&pathAttr=norm,0.1,0.9',
    apply: (layer, [direction, start, end]) => set(layer, { pathRun: runOf(direction, start, end) }),
    read: ({ typesetting: { pathRun } = {} }) =>
      pathRun && [pathRun.reverse ? 'reverse' : 'norm', pathRun.start, pathRun.end],
  }),
] as const;
