import type { Catalog } from '../../catalog/catalog.ts';
import { DmxError } from '../../model/errors.ts';
import type { Installation } from '../../model/installation.ts';
import type { Workers } from '../../schedule/workers.ts';
import { installationText } from '../../system/native-parts.ts';

export type EngineTexts = Installation['encoderVersions'];

/** The engine texts that something answers; undefined where nothing does, which the first job will tell in full. */
export async function answeredBy(installation: Promise<Installation>): Promise<EngineTexts | undefined> {
  try {
    return (await installation).encoderVersions;
  } catch (error) {
    if (error instanceof DmxError) return undefined;
    throw error;
  }
}

/**
 * The engine texts of today, of engines that need no programs: those that were read before of this very installation, else those
 * of a worker that is started to tell them. Where nothing is to be made none need be.
 */
export async function engineTextsOf(
  catalog: Pick<Catalog, 'fact'>,
  pool: Pick<Workers, 'installation'>,
  installation = installationText(),
): Promise<EngineTexts | undefined> {
  const known = installation === undefined ? undefined : await catalog.fact('engines');
  return known !== undefined && known.installation === installation ? known.texts : answeredBy(pool.installation());
}

/** Remembers them for the next run. */
export async function rememberEngineTexts(
  catalog: Pick<Catalog, 'fact' | 'setFact'>,
  texts: EngineTexts | undefined,
  installation = installationText(),
): Promise<void> {
  if (installation === undefined || texts === undefined) return;
  if ((await catalog.fact('engines'))?.installation === installation) return;
  await catalog.setFact('engines', { installation, texts });
}
