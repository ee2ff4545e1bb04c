import { number, optional, text, whole, word, type Argument } from '../argument.ts';
import { idle, type Command, type Scope } from '../command.ts';

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

/**
 * Commands that production addresses carry and that say nothing about the picture a file holds: read, checked, left.
 */
export const IDLE_COMMANDS: readonly Command[] = [
  ...without('dmx writes files; who delivers them decides about it', [
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
  ...without('PDFs hold the pixels of the picture as they are', [
    {
      scope: 'request',
      name: 'imageRes',
      args: [number('resolution', 0, 10_000)],
      default: 'none',
      summary: 'Resolution of pictures in a PDF.',
      example: 'imageRes=300',
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
  ]),
];
