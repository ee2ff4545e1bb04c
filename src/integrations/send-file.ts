import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** A part of a file, both ends in it. Bytes. */
interface Part {
  readonly start: number;
  readonly end: number;
}

function within(start: number, end: number, bytes: number): Part | 'beyond' {
  const part = { start: Math.max(0, start), end: Math.min(end, bytes - 1) };
  return part.start > part.end ? 'beyond' : part;
}

/** The part that a request asks for; undefined: all of it, as of ranges that are none or several (RFC 9110). */
export function partOf(range: string | undefined, bytes: number): Part | 'beyond' | undefined {
  const [whole, from, to, last] = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(range ?? '') ?? [];
  if (whole === undefined) return undefined;
  if (from === undefined) return within(bytes - Number(last), bytes - 1, bytes);
  const end = to === '' ? Infinity : Number(to);
  return end < Number(from) ? undefined : within(Number(from), end, bytes);
}

/** Sends a file, or the part of it that is asked for: browsers seek in clips by parts, and some play none without. */
export async function sendFile(
  { path, mime }: { readonly path: string; readonly mime?: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await stat(path);
  const part = partOf(request.headers.range, size);
  if (mime !== undefined) response.setHeader('content-type', mime);
  response.setHeader('accept-ranges', 'bytes');
  if (part === 'beyond') {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const range = part && { 'content-range': `bytes ${start}-${end}/${size}` };
  response.writeHead(part ? 206 : 200, { 'content-length': end - start + 1, ...range });
  if (request.method === 'HEAD' || size === 0) response.end();
  else await pipeline(createReadStream(path, { start, end }), response);
}
