/**
 * The way of a master that moves: all its frames are kept, or the first one is the picture; or the first one is the poster of
 * clips that are made beside it, where the master is large.
 */
export const ANIMATION_RULES = ['keep', 'first', 'video'] as const;
export type AnimationRule = (typeof ANIMATION_RULES)[number];

/**
 * Default size in kilobytes up to which an animated master keeps its frames: for larger ones a clip is several times
 * smaller.
 */
export const USUAL_ANIMATION_OVER = 512;
