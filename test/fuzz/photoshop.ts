import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeApart } from '../../src/engines/formats/psd/layers/take-apart.ts';
import { DmxError } from '../../src/model/errors.ts';
import {
  engineDataOf,
  printLayeredPsd,
  type PsdTestLayer,
  printTypeTool,
} from '../support/pictures/masters/print-layered-psd.ts';
import { printEffects, rgb, unit } from '../support/pictures/masters/print-psd-effects.ts';
import { FUZZ_FOLDER, inFile } from './in-file.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const CANVAS = { width: 6, height: 4 };
const ALL = { x: 0, y: 0, ...CANVAS };
const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };
const RED = [255, 0, 0, 200] as const;

/** A path of a triangle behind a version and flags, in records of 26 bytes. */
function pathBlock(): Buffer {
  const record = (kind: number, ...numbers: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(26);
    bytes.writeUInt16BE(kind, 0);
    for (const [i, value] of numbers.entries()) bytes.writeInt32BE(Math.round(value * 2 ** 24), 2 + i * 4);
    return bytes;
  };
  const knot = (x: number, y: number): Buffer => record(1, y, x, y, x, y, x);
  const length = record(0);
  length.writeUInt16BE(3, 2);
  length.writeInt16BE(1, 4);
  return Buffer.concat([Buffer.alloc(8), record(6), length, knot(0, 0), knot(1, 0), knot(0, 1)]);
}

const text = engineDataOf('A (b)', { font: 'Arial', size: 3, color: [1, 0, 0] });

const effects = printEffects({
  DrSh: { enab: true, 'Clr ': rgb(10, 20, 30), Opct: unit(75), Dstn: unit(2), blur: unit(3) },
});

const LAYERS: readonly PsdTestLayer[] = [
  { name: 'a', rect: ALL, color: RED, packing: 'rows' },
  { name: 'end', rect: NOWHERE, section: 'end' },
  { name: 'b', rect: { x: -2, y: 1, width: 4, height: 4 }, color: RED, packing: 'zip', blend: 'mul ' },
  { name: 'c', rect: ALL, color: RED, clipped: true, mask: { rect: ALL, value: 9 } },
  { name: 'group', rect: NOWHERE, section: 'group', opacity: 90 },
  { name: 'd', rect: ALL, color: RED, blocks: { TySh: printTypeTool(text, [1, 2]) } },
  { name: 'e', rect: ALL, color: RED, blocks: { vmsk: pathBlock(), iOpa: Buffer.from([9, 0, 0, 0]), lfx2: effects } },
];

/** The layers of Photoshop's files, as templates and pictures are made of them. */
export const PHOTOSHOP: FuzzedReader = {
  name: 'photoshop',
  seeds: [
    printLayeredPsd(CANVAS, LAYERS),
    printLayeredPsd(CANVAS, LAYERS.slice(5)),
    printLayeredPsd(CANVAS, LAYERS.slice(0, 1)),
  ],
  read: async (input) => {
    const folder = join(FUZZ_FOLDER, 'layers');
    mkdirSync(folder, { recursive: true });
    // A canvas of a mutated header is bounded by `maxpixels` where files are imported.
    if (input.length > 22 && input.readUInt32BE(14) * input.readUInt32BE(18) > 2 ** 16) return;
    await mayThrow(() => takeApart(inFile('layers.psd', input), folder), DmxError);
    rmSync(folder, { recursive: true });
  },
};
