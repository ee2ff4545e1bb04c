import { openFile } from '../source/master.ts';
import { toUpright } from '../source/orientation.ts';
import { toSourceError } from '../source-error.ts';
import { readApp13 } from './app13.ts';
import type { Outline } from '../../../layout/outline.ts';
import { readPaths } from './path-resource.ts';
import { readResources } from './photoshop-resources.ts';

/** The fields by which the header of a file tells whether it has image resources, as sharp names them. */
interface Hints {
  /** JPEG. */
  readonly iptc?: Buffer | undefined;
  /** TIFF: all of them. */
  readonly tifftagPhotoshop?: Buffer | undefined;
  readonly orientation?: number | undefined;
}

/** The paths that a master brings along, on the upright picture; of JPEG and TIFF files, others have none. */
export async function findOutlines(
  file: string,
  { iptc, tifftagPhotoshop, orientation = 1 }: Hints,
): Promise<readonly Outline[]> {
  const block = tifftagPhotoshop ?? (iptc ? await readApp13(file) : undefined);
  if (!block) return [];
  const upright = (outline: Outline): Outline => ({
    ...outline,
    curves: outline.curves.map((knots) =>
      knots.map(([before, at, after]) => [
        toUpright(before, orientation),
        toUpright(at, orientation),
        toUpright(after, orientation),
      ]),
    ),
  });
  return readPaths(readResources(block)).map(upright);
}

/** The same for a path to a file that is not open yet. Throws SourceError. */
export async function readOutlines(file: string): Promise<readonly Outline[]> {
  try {
    return await findOutlines(file, await openFile(file).metadata());
  } catch (error) {
    throw toSourceError(error);
  }
}
