import type { AssetRecord } from '../model/catalog-record.ts';
import { type ErrorCode, type ErrorData, ERRORS } from '../model/errors.ts';
import type { Alternate } from '../model/recipe/smart-imaging.ts';
import type { RenditionOrder } from '../model/rendition.ts';

/** Failures that are not the master's fault, or may end by themselves: the next run tries again unasked. */
const PASSING: readonly ErrorCode[] = [
  'SOURCE_TOO_LARGE',
  'SOURCE_CHANGED',
  'SOURCE_UNREADABLE',
  'SIDECAR_INVALID',
  'PATH_COLLISION',
  'PATH_TOO_LONG',
];

/** Tells whether an error may be another one next time. */
export function passes(error: ErrorData): boolean {
  return ERRORS[error.code].class === 'engine' || PASSING.includes(error.code);
}

/**
 * The fingerprint text of a rendition that turned out to have no content; for an alternate with that of the rendition
 * it depends on.
 */
export function absentPrint(print: string, alternate: Alternate | undefined): string {
  return alternate === undefined ? print : `${print} ${alternate.beside}`;
}

/** Tells whether this very fingerprint failed before for a reason that still stands, or was found to be of nothing. */
export function stillFails(order: RenditionOrder, print: string, previous: AssetRecord | undefined): boolean {
  if (previous?.absent?.[order.name] === absentPrint(print, order.alternate)) return true;
  if (previous?.failed[order.name] !== print) return false;
  const concerning = previous.errors.filter(({ rendition }) => rendition === null || rendition === order.name);
  return concerning.length > 0 && !concerning.some(passes);
}
