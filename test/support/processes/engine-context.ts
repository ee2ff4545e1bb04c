import type { EngineContext } from '../../../src/engines/engine.ts';
import { DEFAULT_LIMITS } from '../../../src/model/master-limits.ts';

/** What an engine is handed where nobody names a program and nobody listens. */
export const ENGINE_CONTEXT: EngineContext = {
  programs: {},
  limits: DEFAULT_LIMITS,
  cores: 1,
  onShare: () => undefined,
};
