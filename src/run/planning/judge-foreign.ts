import type { AssetRecord } from '../../model/catalog-record.ts';
import type { ErrorData } from '../../model/errors.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { isPromised, type Seeming } from '../../model/seeming.ts';

/** A master that holds no picture or clip: neither whole nor cut off. */
function noPicture({ what, hint }: Seeming): ErrorData {
  return { code: 'SOURCE_CORRUPT', rendition: null, message: `expected a picture or clip, got ${what}`, hint };
}

/**
 * Turns an examination that found no picture or clip into that of a damaged master where the file should be one: the
 * catalog knows it as an asset, or its name says so. Others are returned unchanged.
 */
export function judgeForeign(
  examination: Examination,
  path: string,
  known: Pick<AssetRecord, 'gone'> | undefined,
): Examination {
  const { seeming } = examination;
  if (seeming === undefined) return examination;
  const isAsset = known?.gone === false || isPromised(path, seeming);
  return isAsset ? { ...examination, error: noPicture(seeming) } : examination;
}
