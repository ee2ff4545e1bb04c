import { numbers, printBox, printFullBox } from '../../../system/iso-bmff.ts';

/** A coded frame of a track, with what is needed to write a file of that picture alone. */
export interface CodedFrame {
  /** `hvc1`, `av01` …: the kind of item. */
  readonly type: string;
  readonly width: number;
  readonly height: number;
  /** The boxes that describe it: the decoder's configuration, its colours; whole. */
  readonly properties: readonly Buffer[];
  readonly data: Buffer;
}

// How the two codecs call a picture of opacities.
const ALPHA = 'urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0';

const [PICTURE, OPACITY] = [1, 2];

/** The place of the data in the file is known once all else is: what stands before it has the same length wherever that is. */
function printMeta(frames: readonly CodedFrame[], start: number): Buffer {
  const properties: Buffer[] = [];
  const uses = frames.map(({ width, height, properties: own }, i) => {
    const all = [...own, printFullBox('ispe', 0, 0, numbers(4, width, height))];
    if (i > 0) all.push(printFullBox('auxC', 0, 0, Buffer.from(ALPHA, 'latin1')));
    properties.push(...all);
    const last = properties.length;
    const indices = all.map((_, n) => last - all.length + n + 1);
    return Buffer.concat([numbers(2, i + 1), numbers(1, indices.length, ...indices)]);
  });
  let at = start;
  const places = frames.map(({ data }, i) => {
    const place = Buffer.concat([numbers(2, i + 1, 0, 1), numbers(4, at, data.length)]);
    at += data.length;
    return place;
  });
  const items = frames.map(({ type }, i) =>
    printFullBox('infe', 2, i, numbers(2, i + 1, 0), Buffer.from(`${type}\0`, 'latin1')),
  );
  const opacity = printFullBox('iref', 0, 0, printBox('auxl', numbers(2, OPACITY, 1, PICTURE)));
  return printFullBox(
    'meta',
    0,
    0,
    printFullBox('hdlr', 0, 0, numbers(4, 0), Buffer.from('pict', 'latin1'), numbers(4, 0, 0, 0), numbers(1, 0)),
    printFullBox('pitm', 0, 0, numbers(2, PICTURE)),
    printFullBox('iinf', 0, 0, numbers(2, frames.length), ...items),
    ...(frames.length > 1 ? [opacity] : []),
    printBox('iprp', printBox('ipco', ...properties), printFullBox('ipma', 0, 0, numbers(4, frames.length), ...uses)),
    printFullBox('iloc', 0, 0, numbers(1, 0x44, 0), numbers(2, frames.length), ...places),
  );
}

/**
 * Prints a file of one picture (ISO/IEC 23008-12) that libheif reads. The second frame, where there is one, is the opacity
 * of the first.
 */
export function printStill(frames: readonly CodedFrame[]): Buffer {
  const brand = frames[0]?.type === 'av01' ? 'avif' : 'heic';
  const head = printBox('ftyp', Buffer.from(`${brand}\0\0\0\0${brand}mif1miaf`, 'latin1'));
  const data = frames.map((frame) => frame.data);
  const start = head.length + printMeta(frames, 0).length + 8;
  return Buffer.concat([head, printMeta(frames, start), printBox('mdat', ...data)]);
}
