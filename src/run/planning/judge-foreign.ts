import type { AssetRecord } from '../../model/catalog-record.ts';
import type { ErrorData } from '../../model/errors.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { isPromised, isSoundOfClip, type Seeming } from '../../model/seeming.ts';

const SOUND_ALONE: ErrorData = {
  code: 'SOURCE_FORMAT_UNSUPPORTED',
  rendition: null,
  message: 'expected a clip with pictures, got sound alone',
  hint: 'Put it beside its clip as a sidecar (clip.audio-de.m4a), or out of the library.',
};

/** A master that holds no picture or clip: neither whole nor cut off. */
function noPicture(path: string, seeming: Seeming): ErrorData {
  if (isSoundOfClip(path, seeming)) return SOUND_ALONE;
  const { what, hint } = seeming;
  return { code: 'SOURCE_CORRUPT', rendition: null, message: `expected a picture or clip, got ${what}`, hint };
}

/**
 * An examination of a file whose bytes are no picture or clip, as one of a damaged master where the file is to be one: the
 * catalog knows it as an asset, or its name says so. Others come back as they are.
 */
export function judgeForeign(
  examination: Examination,
  path: string,
  known: Pick<AssetRecord, 'gone'> | undefined,
): Examination {
  const { seeming } = examination;
  if (seeming === undefined) return examination;
  const isAsset = known?.gone === false || isPromised(path, seeming);
  return isAsset ? { ...examination, error: noPicture(path, seeming) } : examination;
}
