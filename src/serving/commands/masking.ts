import type { Layer, RecipeObject, Source, SourceMask } from '../../model/recipe/recipe.ts';
import { object, objectOrNone, objects, quoted, whole, word } from '../argument.ts';
import { layerCommand } from '../command.ts';
import { parseVariables, printVariables } from '../drawing-variables.ts';

/** A layer with another mask; without one where the mask is empty. */
function masked(layer: Layer, mask: SourceMask): Layer {
  const { mask: _before, ...rest } = layer;
  return Object.keys(mask).length > 0 ? { ...rest, mask } : rest;
}

/** A picture without a path is the master, or the reply to a request about it. */
function sourceOf(asked: RecipeObject | null): Source {
  if (asked === null) return { kind: 'solid' };
  if (asked.path !== undefined) return { kind: 'object', object: asked };
  return asked.request ? { kind: 'request', request: asked.request } : { kind: 'master' };
}

/** The value of `src`, where the source is not what a layer of that number has unasked. */
function sourceValue({ number, source }: Layer): RecipeObject | null | undefined {
  if (source.kind === 'object') return source.object;
  if (source.kind === 'request') return { request: source.request };
  if (source.kind === 'master') return number === 0 ? undefined : {};
  return number === 0 ? null : undefined;
}

const USES = ['norm', 'invert', 'off'] as const;

/** Commands about where the pixels come from, and how their alpha gates them. */
export const MASKING_COMMANDS = [
  layerCommand({
    name: 'src',
    scope: 'source',
    args: [objectOrNone('source')],
    default: 'the master of layer 0; a colour of the others',
    summary:
      'Picture that a layer shows: its path below the library, with or without its ending, or `$object$`, the master. `is{path?…}` and `is{?…}`, also with round brackets, are the replies to requests about them, whose `fmt`, `qlt`, `quantize`, `printRes`, `iccEmbed`, `req` and `bgc` are of no effect. With nothing layer 0 is an empty canvas as large as its `size`.',
    example: 'src=is{?rotate=5&crop=40,40,400,300}',
    apply: (layer, [asked]) => ({ ...layer, source: sourceOf(asked) }),
    read: (layer) => {
      const asked = sourceValue(layer);
      return asked === undefined ? undefined : [asked];
    },
  }),
  layerCommand({
    name: 'variables',
    scope: 'source',
    args: [quoted('values')],
    default: 'none',
    summary:
      'Values of the variables of a drawing (SVG), `$name$` in its text: `name=value`, a line each. Definitions that no command names, `$name=value`, become this.',
    example: 'variables=price%3D9.90',
    check: ([[text = '']]) =>
      parseVariables(text) ? undefined : { argument: 'values', expected: 'lines of `name=value`', got: text },
    apply: (layer, [[text = '']]) => ({ ...layer, variables: parseVariables(text) ?? {} }),
    read: ({ variables }) => variables && [[printVariables(variables)]],
  }),
  layerCommand({
    name: 'pictures',
    scope: 'source',
    args: [objects('pictures')],
    default: 'none',
    summary:
      'Pictures that a drawing (SVG) shows, in the order in which it asks for them. The requests of a drawing, `<image href="/is/image/path?wid=90">`, become this.',
    example: 'pictures=SHOES%2FRED.JPG',
    apply: (layer, [pictures]) => ({ ...layer, pictures }),
    read: ({ pictures }) => pictures && [pictures],
  }),
  layerCommand({
    name: 'mask',
    scope: 'source',
    args: [object('object')],
    default: "the picture's own alpha, else opaque",
    summary:
      "Another picture of the library as mask: its alpha where that hides anything, else its gray, scaled to the picture before all else is done to it, in place of the picture's own alpha. `$object$` in its path stands for the asset path; `is{path?…}` is the reply to a request about it, `is{?…}` to one about the picture itself.",
    example: 'mask=is{MASKS/OVAL.TIF?op_invert=1}',
    apply: (layer, [asked]) => masked(layer, { ...layer.mask, object: asked }),
    read: ({ mask }) => mask?.object && [mask.object],
  }),
  layerCommand({
    name: 'maskUse',
    scope: 'source',
    args: [word('use', USES)],
    default: 'norm',
    summary: "How the picture's alpha is used: `norm`: as it is; `invert`: inverted; `off`: ignored.",
    example: 'maskUse=invert',
    apply: (layer, [use]) => {
      const { use: _before, ...mask } = layer.mask ?? {};
      return masked(layer, use === 'norm' ? mask : { ...mask, use });
    },
    read: ({ mask }) => mask?.use && [mask.use],
  }),
  layerCommand({
    name: 'op_growMask',
    scope: 'source',
    args: [whole('pixels', -100, 100)],
    default: '0',
    summary: "Grows the picture's alpha by this many pixels of the master, in squares; negative values shrink it.",
    example: 'op_growMask=-2',
    apply: (layer, [grow]) => masked(layer, { ...layer.mask, grow }),
    read: ({ mask }) => (mask?.grow === undefined ? undefined : [mask.grow]),
  }),
  layerCommand({
    name: 'op_growMaskR',
    scope: 'source',
    args: [whole('pixels', -100, 100)],
    default: '0',
    summary:
      "Grows or shrinks the picture's alpha by pixels of the scaled layer, as `size`, `scale` and `res` make it.",
    example: 'op_growMaskR=-1',
    apply: (layer, [growScaled]) => masked(layer, { ...layer.mask, growScaled }),
    read: ({ mask }) => (mask?.growScaled === undefined ? undefined : [mask.growScaled]),
  }),
] as const;
