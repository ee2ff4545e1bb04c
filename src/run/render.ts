import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeUnicode } from '../base/decode-text.ts';
import { UsageError } from '../model/errors.ts';
import { type DataRow, isFault, readDataRows } from '../profiles/templates/data-rows.ts';
import type { MadePicture } from './rendering/made-picture.ts';
import type { RenderWish } from './rendering/order.ts';
import { Renderer, type RenderSource } from './rendering/renderer.ts';
import type { RenderTarget } from './rendering/target.ts';
import type { Request, RunContext } from './request.ts';
import { nearFileHint } from './project/near-file.ts';

export interface RenderOptions extends RenderWish {
  /** A file of values of variables, relative to the working directory: each asset is rendered once for each row. */
  readonly setFile?: string;
  /** Files, or asset paths that the catalog knows, each with or without a smart crop: `asset:Large`. */
  readonly assets: readonly string[];
  readonly from: RenderSource;
}

/** The rows of a file of data. Throws UsageError (FILE_UNREADABLE). */
async function readRows({ cwd }: Request, given: string): Promise<readonly DataRow[]> {
  const bytes = await readFile(resolve(cwd, given)).catch(() => undefined);
  const text = bytes === undefined ? undefined : decodeUnicode(bytes);
  const got = bytes === undefined ? 'none' : 'one that is no UTF-8';
  const rows = text === undefined ? { expected: 'a file of data', got } : readDataRows(given, text);
  if (!isFault(rows)) return rows;
  throw new UsageError('FILE_UNREADABLE', `expected ${rows.expected} in ${given}, got ${rows.got}`, {
    place: given,
    hint: nearFileHint(cwd, given, 'It is comma-separated values below a line of names, or a JSON list of objects.'),
  });
}

/**
 * Renders one picture of each asset, or one for each row of data: the same plan, job and engine as ingest, so the same bytes; only what is selected and
 * where it ends differ. `take` gets one after the other. Nothing of the output is touched and no lock taken. Throws what
 * stopped it, at the first asset.
 */
export async function render(
  request: Request,
  { assets, from, setFile, ...wish }: RenderOptions,
  context: RunContext,
  take: (picture: MadePicture, row: DataRow | undefined) => Promise<void>,
): Promise<void> {
  const rows = setFile === undefined ? [undefined] : await readRows(request, setFile);
  // One at a time, so that each may have all the memory there is.
  const renderer = await Renderer.open({ ...request, concurrency: 1 });
  try {
    const targets: RenderTarget[] = [];
    for (const asset of assets) targets.push(await renderer.target(asset, from, context));
    for (const target of targets) {
      for (const row of rows) {
        const set = { ...wish.set, ...row?.values };
        await renderer.render(target, { ...wish, set }, context, (picture) => take(picture, row));
      }
    }
  } finally {
    await renderer.close();
  }
}
