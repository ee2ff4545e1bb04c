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
      'Selects a layer: the commands after it apply to that layer, up to the next `layer` or `effect`. 0 is the lowest layer, whose rectangle is the canvas; `comp` is the composite of all layers. A name given to a layer selects it too.',
    example: 'layer=1,logo&hide=1&layer=logo&hide=0',
  },
  {
    status: 'segment',
    scope: 'layer',
    name: 'effect',
    grammar: 'number',
    default: 'none',
    summary:
      'Selects an effect of the layer, a colour in its shape: negative numbers below the layer, positive ones above it within its shape. A picture without transparency that fills its layer has no effect below it. After it `color`, `pos`, `opac`, `blendMode`, `maskUse`, `hide`, `op_grow`, `op_blur` and `op_noise` apply to the effect.',
    example: 'effect=-1&op_blur=8&pos=4,4',
  },
  {
    status: 'expanded',
    scope: 'request',
    name: 'template',
    grammar: 'preset',
    default: 'none',
    summary:
      'Preset whose commands come before all others and are overridden by them; the text sets the values of its variables. Layer 0 is then not the master but what the template defines; `$object$` is the master.',
    example: 'template=badge&$text=New',
  },
];
