import type { Engine } from '../engines/engine.ts';
import type { MediaKind } from '../model/asset.ts';
import { type Installation, joinInstallations } from '../model/installation.ts';
import type { Programs } from '../model/programs.ts';
import { nativeError } from '../system/native-parts.ts';

/** The engines that this installation has, by media kind. */
export type Engines = Readonly<Record<MediaKind, Engine>>;

/**
 * Loads the registry, and with it the native libraries. Throws EngineError (ENGINE_MISSING) where one does not load.
 */
export async function loadEngines(): Promise<Engines> {
  try {
    const { ENGINES } = await import('../engines/index.ts');
    return ENGINES;
  } catch (error) {
    throw nativeError(error);
  }
}

/** The versions that the engines work with: of programs, or of libraries. Throws EngineError (ENGINE_MISSING). */
export async function describe(engines: Engines, needsPrograms: boolean, programs: Programs): Promise<Installation> {
  const asked = Object.values(engines).filter((engine) => engine.needsPrograms === needsPrograms);
  return joinInstallations(await Promise.all(asked.map((engine) => engine.describe(programs))));
}
