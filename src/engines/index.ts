import type { MediaKind } from '../model/asset.ts';
import type { Engine } from './engine.ts';
import { imageEngine } from './image/engine.ts';

/** An engine that is loaded with the first thing that it is asked for. */
function onDemand(needsPrograms: boolean, load: () => Promise<Engine>): Engine {
  return {
    needsPrograms,
    probe: async (...master) => (await load()).probe(...master),
    render: async (...order) => (await load()).render(...order),
    describe: async (programs) => (await load()).describe(programs),
  };
}

/** The REGISTRY of engines by media kind. */
export const ENGINES: Readonly<Record<MediaKind, Engine>> = {
  image: imageEngine,
  video: onDemand(true, async () => (await import('./video/engine.ts')).videoEngine),
};
