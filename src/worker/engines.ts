import type { Engine } from '../engines/engine.ts';
import type { MediaKind } from '../model/asset.ts';
import { EngineError } from '../model/errors.ts';

/** The engines that this installation has, by media kind. */
export type Engines = Readonly<Partial<Record<MediaKind, Engine>>>;

/** Loads the registry, and with it the native libraries. Throws EngineError (ENGINE_MISSING) where one does not load. */
export async function loadEngines(): Promise<Engines> {
  try {
    const { ENGINES } = await import('../engines/index.ts');
    return ENGINES;
  } catch (error) {
    const [reason = 'no reason given'] = String(error instanceof Error ? error.message : error).split('\n');
    throw new EngineError('ENGINE_MISSING', `expected engines that load, got: ${reason}`, {
      hint: 'Install dmx again with its optional packages (`npm install --include=optional`) and look at `dmx doctor`.',
      cause: error,
    });
  }
}

/** All rows of all engines in one table; keys of different engines differ. */
export function gather(
  engines: Engines,
  tell: (engine: Engine) => Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.assign({}, ...Object.values(engines).map(tell)) as Readonly<Record<string, string>>;
}
