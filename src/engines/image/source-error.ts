import { DmxError, SourceError } from '../../model/errors.ts';
import { conversionHint } from '../../model/formats/master-formats.ts';
import { hasCode } from '../../system/error-code.ts';

interface Sign {
  readonly pattern: RegExp;
  readonly make: (reason: string, cause: unknown) => SourceError;
}

// Messages of libvips and sharp, in order of precedence; anything else means damage.
const SIGNS: readonly Sign[] = [
  {
    pattern: /exceeds pixel limit|exceeds 32767x32767|exceed 32767x32767|pixel dimensions too large/i,
    make: (reason, cause) =>
      new SourceError('SOURCE_TOO_LARGE', `expected a master within the pixel limit, got: ${reason}`, {
        hint: 'Scale the master down, or raise `maxpixels` in dmx.yaml.',
        cause,
      }),
  },
  {
    // 12-bit JPEG, HEIFs of tiles of several kinds, and what this libvips is built without.
    pattern:
      /unsupported image format|unsupported feature|not a known file format|unsupported (jpeg|codec)|bad labq format|support is not configured|not compiled in|wrong tile image/i,
    make: (reason, cause) =>
      new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a picture in a format that dmx reads, got: ${reason}`, {
        hint: conversionHint(),
        cause,
      }),
  },
  {
    pattern: /input file is missing|unable to open|permission denied|ENOENT|EACCES|EIO|is a directory/i,
    make: (reason, cause) =>
      new SourceError('SOURCE_UNREADABLE', `expected to read the master, got: ${reason}`, {
        hint: 'Check that the file is still there and that this user may read it.',
        cause,
      }),
  },
];

/** The message of a decoder's exception. Node's range errors mean that a header was read beyond the end of the file. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isBeyond = hasCode(error, 'ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS');
  return isBeyond ? 'a header that ends too early' : error.message;
}

/** The lines of what a decoder said, without sharp's preface and without paths: those are not for the manifest. */
function linesOf(error: unknown): readonly string[] {
  const message = wordsOf(error);
  return message
    .split('\n')
    .map((line) =>
      line
        .replace(/^.*corrupt header:/i, '')
        .replace(/(^|: )(\/|[A-Z]:\\).*?(: |$)/, '$1')
        .replace(/:\s*$/, '')
        .trim(),
    )
    .filter((line) => line !== '' && line !== 'Unknown error');
}

/** Converts a decoder's exception to a SourceError by who can fix it; DmxErrors are passed through. */
export function toSourceError(error: unknown): DmxError {
  if (error instanceof DmxError) return error;
  const lines = linesOf(error);
  // Warnings come first; the error that ended decoding is the last line.
  const reason = (lines.at(-1) ?? 'the decoder gave no reason').slice(0, 200);
  const sign = SIGNS.find(({ pattern }) => lines.some((line) => pattern.test(line)));
  if (sign) return sign.make(reason, error);
  return new SourceError('SOURCE_CORRUPT', `expected a whole, undamaged picture, got: ${reason}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
    cause: error,
  });
}

/** Runs a reading of a master and converts its exceptions to SourceErrors. */
export async function ofMaster<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw toSourceError(error);
  }
}
