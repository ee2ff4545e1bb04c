import { DmxError, SourceError } from '../../model/errors.ts';

interface Sign {
  readonly pattern: RegExp;
  readonly make: (reason: string, cause: unknown) => SourceError;
}

// What libvips and sharp say, in the order it is looked for; everything else is damage.
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
    pattern:
      /unsupported image format|unable to find loader|not a known file format|requires .* support|unsupported codec/i,
    make: (reason, cause) =>
      new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a picture in a format that dmx reads, got: ${reason}`, {
        hint: 'Convert the master to JPEG, PNG, TIFF, WebP, AVIF, GIF or SVG.',
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

/** The first line of what a decoder said, without its function's name and without paths. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n').find((text) => text.trim() !== '') ?? 'no reason given';
  return line
    .replace(/^Input file (has corrupt header: )?/i, '')
    .trim()
    .slice(0, 200);
}

/** Turns what a decoder threw into a SourceError that says who can mend it; errors of dmx pass through. */
export function toSourceError(error: unknown): DmxError {
  if (error instanceof DmxError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const sign = SIGNS.find(({ pattern }) => pattern.test(message));
  const reason = reasonOf(error);
  if (sign) return sign.make(reason, error);
  return new SourceError('SOURCE_CORRUPT', `expected a whole, undamaged picture, got: ${reason}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
    cause: error,
  });
}
