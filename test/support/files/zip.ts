import { crc32, deflateRawSync } from 'node:zlib';

/** Bytes of numbers, each of so many bytes, the lowest first. */
function record(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  return Buffer.concat(
    fields.map(([value, bytes]) => {
      const part = Buffer.alloc(bytes);
      part.writeUIntLE(value >>> 0, 0, bytes);
      return part;
    }),
  );
}

/** The flag of names in UTF-8 (APPNOTE.TXT of PKWARE, 4.4.4). */
const UTF8_NAMES = 0x800;

/** A ZIP archive of texts; `said`: the bytes that each of them is said to have. */
export function zipOf(
  files: Readonly<Record<string, string>>,
  { method = 8, flags = UTF8_NAMES, said = undefined as number | undefined } = {},
): Buffer {
  const [bodies, heads]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [plain, path] = [Buffer.from(text), Buffer.from(name)];
    const packed = method === 8 ? deflateRawSync(plain) : plain;
    const sizes = [
      [crc32(plain), 4],
      [packed.length, 4],
      [said ?? plain.length, 4],
      [path.length, 2],
      [0, 2],
    ] as const;
    const kind = [
      [20, 2],
      [flags, 2],
      [method, 2],
      [0, 4],
    ] as const;
    const local = Buffer.concat([record([0x04034b50, 4], ...kind, ...sizes), path, packed]);
    heads.push(
      Buffer.concat([record([0x02014b50, 4], [20, 2], ...kind, ...sizes, [0, 2], [0, 4], [0, 4], [at, 4]), path]),
    );
    bodies.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(heads);
  const count = heads.length;
  const end = record([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directory.length, 4], [at, 4], [3, 2]);
  return Buffer.concat([...bodies, directory, end, Buffer.from('end')]);
}
