import { flag, number, optional, text, whole, word, type Argument } from '../argument.ts';
import { idle, type Command, type Scope } from '../command.ts';
import { MOST_PIXELS } from '../limits.ts';

interface Row {
  readonly scope: Scope;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly default: string;
  readonly summary: string;
  readonly example: string;
}

/** Rows without effect for the same reason. */
const without = (reason: string, rows: readonly Row[]): readonly Command[] => rows.map((row) => idle(reason, row));

const switched = word('on', ['on', 'off']);
const offset = (name: string) => whole(name, -MOST_PIXELS, MOST_PIXELS);
/** A thousand sizes of the picture: what is further off is a slip of the pen. */
const share = (name: string) => number(name, -1000, 1000);

/**
 * Commands that production addresses carry and that say nothing about the picture a file holds: read, checked, left.
 */
export const IDLE_COMMANDS: readonly Command[] = [
  ...without('dmx writes files; who delivers them decides about it', [
    {
      scope: 'request',
      name: 'bfc',
      args: [switched],
      default: 'off',
      summary: 'Conversion to what the browser reads best.',
      example: 'bfc=off',
    },
    {
      scope: 'request',
      name: 'network',
      args: [switched],
      default: 'off',
      summary: 'Lowers the quality on slow networks.',
      example: 'network=off',
    },
    {
      scope: 'request',
      name: 'cache',
      args: [word('client', ['on', 'off', 'validate', 'update']), optional(word('server', ['on', 'off']))],
      default: 'on,on',
      summary: 'Caching of the reply by client and server.',
      example: 'cache=on,on',
    },
    {
      scope: 'request',
      name: 'id',
      args: [text('token')],
      default: 'none',
      summary: 'Version token of the address.',
      example: 'id=a1b2',
    },
  ]),
  ...without(
    'libjpeg itself decides about scans: progressive JPEGs in colour have four at least, and none changes a pixel',
    [
      {
        scope: 'request',
        name: 'pscan',
        args: [text('scans')],
        default: 'auto',
        summary: 'Number of scans of a progressive JPEG.',
        example: 'pscan=auto',
      },
    ],
  ),
  ...without('every rendition has its master', [
    {
      scope: 'request',
      name: 'defaultImage',
      args: [text('object')],
      default: 'none',
      summary: 'Picture shown in place of one that is missing.',
      example: 'defaultImage=shop/none',
    },
  ]),
  ...without('it is about other replies than pictures', [
    {
      scope: 'request',
      name: 'imageSet',
      args: [text('set')],
      default: 'none',
      summary: 'The set that `req=set` describes.',
      example: 'imageSet={a,b}',
    },
    {
      scope: 'request',
      name: 'type',
      args: [text('type')],
      default: 'none',
      summary: 'Filter of static content.',
      example: 'type=pdf',
    },
    {
      scope: 'request',
      name: 'handler',
      args: [text('name')],
      default: 's7jsonResponse',
      summary: 'Name of the function that wraps a JSON reply.',
      example: 'handler=show',
    },
    {
      scope: 'request',
      name: 'labelkey',
      args: [text('key')],
      default: 'none',
      summary: 'Which user data `req=set` takes for labels.',
      example: 'labelkey=title',
    },
    {
      scope: 'request',
      name: 'message',
      args: [text('text')],
      default: 'none',
      summary: 'Text that `req=message` logs.',
      example: 'message=hello',
    },
    {
      scope: 'request',
      name: 'name',
      args: [text('file')],
      default: 'none',
      summary: 'File that `req=saveToFile` writes.',
      example: 'name=a.jpg',
    },
    {
      scope: 'request',
      name: 'timeout',
      args: [whole('milliseconds', 0, 1_000_000_000)],
      default: '60000',
      summary: 'Time limit of `req=saveToFile`.',
      example: 'timeout=60000',
    },
    {
      scope: 'layer',
      name: 'map',
      args: [text('areas')],
      default: 'none',
      summary: 'Image map in pixels of the layer, for `req=map`.',
      example: 'map=',
    },
    {
      scope: 'layer',
      name: 'mapA',
      args: [text('areas')],
      default: 'none',
      summary: 'Image map in pixels of the source, for `req=map`.',
      example: 'mapA=',
    },
  ]),
  ...without('nothing is translated', [
    {
      scope: 'request',
      name: 'locale',
      args: [text('locale')],
      default: 'none',
      summary: 'Language that names and texts are translated to.',
      example: 'locale=de_DE',
    },
  ]),
  ...without('it is about layers above the picture and their effects', [
    {
      scope: 'request',
      name: 'effectMask',
      args: [flag('on')],
      default: '1',
      summary: 'Whether effects are cut out where they lie under their layer.',
      example: 'effectMask=1',
    },
    {
      scope: 'layer',
      name: 'blendMode',
      args: [word('mode', ['norm', 'dissolve', 'lighten', 'darken', 'mult', 'screen'])],
      default: 'norm',
      summary: 'How a layer is blended with those below it.',
      example: 'blendMode=mult',
    },
    {
      scope: 'layer',
      name: 'pos',
      args: [offset('x'), offset('y')],
      default: '0,0',
      summary: 'Offset of a layer from layer 0, in pixels.',
      example: 'pos=10,20',
    },
    {
      scope: 'layer',
      name: 'posN',
      args: [share('x'), share('y')],
      default: '0,0',
      summary: 'Offset of a layer from layer 0, in sizes of layer 0.',
      example: 'posN=0.5,0.5',
    },
    {
      scope: 'layer',
      name: 'hide',
      args: [word('hidden', ['0'], { notYet: { 1: 'a picture that is left out leaves nothing to write' } })],
      default: '0',
      summary: 'Leaves a layer out.',
      example: 'hide=0',
    },
  ]),
  ...without('a picture of one layer is its own canvas, whatever it is turned about', [
    {
      scope: 'source',
      name: 'anchor',
      args: [offset('x'), offset('y')],
      default: 'the centre',
      summary: 'Point of the master that turning and placement refer to, in pixels.',
      example: 'anchor=100,50',
    },
    {
      scope: 'source',
      name: 'anchorN',
      args: [share('x'), share('y')],
      default: '0,0',
      summary: 'Point of the master that turning and placement refer to, in fractions from the centre.',
      example: 'anchorN=-0.5,0.5',
    },
    {
      scope: 'layer',
      name: 'origin',
      args: [offset('x'), offset('y')],
      default: 'the anchor',
      summary: 'Alignment point of the layer, in pixels.',
      example: 'origin=100,50',
    },
    {
      scope: 'layer',
      name: 'originN',
      args: [share('x'), share('y')],
      default: 'the anchor',
      summary: 'Alignment point of the layer, in fractions from the centre.',
      example: 'originN=-0.5,0',
    },
  ]),
];
