import type { MediaKind } from '../model/asset.ts';
import type { Engine } from './engine.ts';
import { imageEngine } from './image/engine.ts';

/** The REGISTRY of engines by media kind. Kinds without one are recognised, listed and not processed. */
export const ENGINES: Readonly<Partial<Record<MediaKind, Engine>>> = { image: imageEngine };
