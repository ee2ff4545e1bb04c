import type { MediaKind } from '../model/asset.ts';
import type { Engine } from './engine.ts';
import { imageEngine } from './image/engine.ts';
import { videoEngine } from './video/engine.ts';

/** The REGISTRY of engines by media kind. */
export const ENGINES: Readonly<Record<MediaKind, Engine>> = { image: imageEngine, video: videoEngine };
