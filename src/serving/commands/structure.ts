import type { AnyCommand } from '../command.ts';

/** Commands that begin a segment: the scope of those after them. */
export const STRUCTURE_COMMANDS: readonly AnyCommand[] = [
  {
    status: 'segment',
    scope: 'layer',
    name: 'layer',
    grammar: 'number|comp|name[,name…]',
    default: 'comp',
    summary:
      'Selects a layer: the commands behind it are about that, up to the next `layer` or `effect`. 0 is the lowest one, whose rectangle is the canvas; `comp` is all of them together. Names given to a layer select it too.',
    example: 'layer=1,logo&hide=1&layer=logo&hide=0',
  },
  {
    status: 'segment',
    scope: 'layer',
    name: 'effect',
    grammar: 'number',
    default: 'none',
    summary:
      'Selects an effect of the layer, a colour in its shape: below the layer where negative, above it within its shape where positive; a picture without transparency that fills its layer has none below it. Behind it `color`, `pos`, `opac`, `blendMode`, `maskUse`, `hide`, `op_grow`, `op_blur` and `op_noise` are about the effect.',
    example: 'effect=-1&op_blur=8&pos=4,4',
  },
  {
    status: 'expanded',
    scope: 'request',
    name: 'template',
    grammar: 'preset',
    default: 'none',
    summary:
      'Preset whose commands come before all others, wherever it is named, and give way to them; its variables have the values that the text gives them. Layer 0 is not the master then: the template says what it is, and `$object$` is the master.',
    example: 'template=badge&$text=New',
  },
];
