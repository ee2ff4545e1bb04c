/** One image resource of Photoshop. */
export interface Resource {
  readonly id: number;
  readonly name: string;
  readonly data: Buffer;
}

const SIGNATURE = Buffer.from('8BIM');
/** Signature, number, an empty name and the length. */
const LEAST_BYTES = 12;

const even = (length: number): number => length + (length % 2);

/** The resource at `at` and where the next one begins; undefined where there is none, or not all of it. */
function readResource(block: Buffer, at: number): { readonly resource: Resource; readonly next: number } | undefined {
  if (at + LEAST_BYTES > block.length || !block.subarray(at, at + 4).equals(SIGNATURE)) return undefined;
  const id = block.readUInt16BE(at + 4);
  const letters = block.readUInt8(at + 6);
  const length = at + 6 + even(1 + letters);
  if (length + 4 > block.length) return undefined;
  const start = length + 4;
  const end = start + block.readUInt32BE(length);
  if (end > block.length) return undefined;
  // Pascal strings in the alphabet of the Macintosh, of which ASCII is all that the language can name.
  const name = block.subarray(at + 7, at + 7 + letters).toString('latin1');
  return { resource: { id, name, data: block.subarray(start, end) }, next: even(end - at) + at };
}

/** The image resources of a block (Photoshop File Formats, "Image Resource Blocks"); damaged ones end it. */
export function readResources(block: Buffer): readonly Resource[] {
  const resources: Resource[] = [];
  for (let found = readResource(block, 0); found; found = readResource(block, found.next))
    resources.push(found.resource);
  return resources;
}
