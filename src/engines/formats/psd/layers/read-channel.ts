import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { toSrgb } from '../../../../model/srgb-curve.ts';
import { damaged, readExactly } from '../bytes.ts';
import { unpackRow } from '../planes.ts';
import type { PsdFile } from '../sections.ts';
import type { PsdChannel } from './read-layers.ts';

const RAW = 0;
const PACKED = 1;
const ZIPPED = 2;
const ZIPPED_DIFFERENCES = 3;

const unzip = promisify(inflate);

function unpackRows(packed: Buffer, rowBytes: number, height: number, wide: boolean): Buffer {
  const size = wide ? 4 : 2;
  const out = Buffer.alloc(rowBytes * height);
  let at = height * size;
  if (at > packed.length) throw damaged(`${at} bytes of lengths`, packed.length);
  for (let row = 0; row < height; row++) {
    const length = packed.readUIntBE(row * size, size);
    unpackRow(packed.subarray(at, at + length), out.subarray(row * rowBytes, (row + 1) * rowBytes));
    at += length;
  }
  return out;
}

/** Adds up differences within each row; of floats the four bytes of all samples stand one plane after the other. */
function sumDifferences(data: Buffer, width: number, depth: number): Buffer {
  const bytes = depth / 8;
  const rowBytes = width * bytes;
  const out = depth === 32 ? Buffer.alloc(data.length) : data;
  for (let start = 0; start + rowBytes <= data.length; start += rowBytes) {
    if (depth === 16) {
      for (let at = start + 2; at < start + rowBytes; at += 2)
        data.writeUInt16BE((data.readUInt16BE(at) + data.readUInt16BE(at - 2)) & 0xffff, at);
      continue;
    }
    for (let at = start + 1; at < start + rowBytes; at++) data[at] = ((data[at] ?? 0) + (data[at - 1] ?? 0)) & 0xff;
    if (depth !== 32) continue;
    for (let x = 0; x < width; x++)
      for (let byte = 0; byte < 4; byte++) out[start + x * 4 + byte] = data[start + byte * width + x] ?? 0;
  }
  return out;
}

/** Samples as 8 bits: of 16 the upper ones, light by the curve of sRGB. */
function toBytes(data: Buffer, depth: number, isLight: boolean): Uint8Array {
  if (depth === 8) return data;
  const step = depth / 8;
  const out = new Uint8Array(Math.floor(data.length / step));
  for (let i = 0; i < out.length; i++) {
    if (depth === 16) out[i] = Math.round(data.readUInt16BE(i * 2) / 257);
    else {
      const value = Math.min(1, Math.max(0, data.readFloatBE(i * 4)));
      out[i] = Math.round((isLight ? toSrgb(value) : value) * 255);
    }
  }
  return out;
}

/**
 * The samples of a channel of a layer as 8 bits, rows of `width` one after the other. Throws SourceError (SOURCE_CORRUPT).
 */
export async function readChannel(
  { read, header }: PsdFile,
  { id, start, bytes }: PsdChannel,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const { depth, large } = header;
  const rowBytes = width * (depth / 8);
  if (bytes < 2) throw damaged('samples of a layer', 'none');
  const all = await readExactly(read, start, bytes);
  const [packing, packed] = [all.readUInt16BE(0), all.subarray(2)];
  const plain = await unpacked(packing, packed, { rowBytes, height, large });
  if (plain.length < rowBytes * height) throw damaged(`${rowBytes * height} bytes of a layer`, plain.length);
  const data = packing === ZIPPED_DIFFERENCES ? sumDifferences(plain, width, depth) : plain;
  return toBytes(data.subarray(0, rowBytes * height), depth, id >= 0);
}

async function unpacked(
  packing: number,
  packed: Buffer,
  { rowBytes, height, large }: { readonly rowBytes: number; readonly height: number; readonly large: boolean },
): Promise<Buffer> {
  if (packing === RAW) return packed;
  if (packing === PACKED) return unpackRows(packed, rowBytes, height, large);
  if (packing !== ZIPPED && packing !== ZIPPED_DIFFERENCES) throw damaged('samples in a known packing', packing);
  const most = Math.max(1, rowBytes * height);
  try {
    return await unzip(packed, { maxOutputLength: most });
  } catch {
    throw damaged(`${most} bytes of a layer in ZIP`, 'others');
  }
}
