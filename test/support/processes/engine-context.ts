import type { EngineContext } from '../../../src/engines/engine.ts';

/** What an engine is handed where nobody names a program and nobody listens. */
export const ENGINE_CONTEXT: EngineContext = { programs: {}, onShare: () => undefined };
