import { VIEWER_SCHEMA, type ViewerDocument } from '../../model/viewers/document.ts';

/** Fields that hold an address. */
const ADDRESSES = new Set(['src', 'pyramid', 'poster', 'thumbnails']);

const absolute = (address: string, base: string): string => new URL(address, base).href;

/** Each file of a `srcset` is an address without commas and spaces, then a width. */
function absoluteSet(srcset: string, base: string): string {
  const files = srcset.split(', ').map((file) => {
    const [address = '', width] = file.split(' ');
    return width === undefined ? absolute(address, base) : `${absolute(address, base)} ${width}`;
  });
  return files.join(', ');
}

/** The same value with all addresses resolved to absolute ones. */
function resolve(value: unknown, base: string, field = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, base));
  if (typeof value === 'string') {
    if (ADDRESSES.has(field)) return absolute(value, base);
    return field === 'srcset' ? absoluteSet(value, base) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, base, key)]));
}

const isDocument = (value: unknown): value is ViewerDocument =>
  typeof value === 'object' && value !== null && 'schema' in value && value.schema === VIEWER_SCHEMA;

/** Fetches a viewer document and makes its URLs absolute. Throws Error with what was expected and found. */
export async function loadDocument(address: string, signal: AbortSignal): Promise<ViewerDocument> {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`expected the document of a viewer at ${address}, got status ${response.status}`);
  const value: unknown = await response.json();
  if (!isDocument(value)) throw new Error(`expected ${VIEWER_SCHEMA} at ${address}, got something else`);
  return resolve(value, response.url) as ViewerDocument;
}
