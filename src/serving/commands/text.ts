import type { Layer } from '../../model/recipe/recipe.ts';
import type { ResolutionFit, Smoothing, TextRules, Typesetting, Wrapping } from '../../model/text/typesetting.ts';
import { optional, quoted, whole, word } from '../argument.ts';
import { layerCommand } from '../command.ts';

const set = (layer: Layer, typesetting: Typesetting): Layer => ({
  ...layer,
  typesetting: { ...layer.typesetting, ...typesetting },
});

/** A row of a text by its rules. */
function textCommand(rules: TextRules, summary: string, example: string) {
  return layerCommand({
    name: rules,
    scope: 'layer',
    args: [quoted('text')],
    default: 'none',
    summary,
    example,
    apply: (layer, [[text = '']]) => ({ ...layer, source: { kind: 'text', text, rules } }),
    read: ({ source }) => (source.kind === 'text' && source.rules === rules ? [[source.text]] : undefined),
  });
}

function attributes({ resolution, smoothing, fit, wrapping }: Typesetting = {}) {
  const all = [resolution, smoothing, fit, wrapping] as const;
  return all.every((value) => value === undefined) ? undefined : all;
}

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
      'Resolution of a text (72 makes a point a pixel); `off` draws it without gray edges, all other words smoothly; `autoRes` looks for the resolution at which it fills its box, `maxRes` for one up to that which is said; `noWrap` breaks no lines, `nbWrap` no words.',
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
] as const;
