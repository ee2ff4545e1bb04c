/**
 * The way of a master that moves: all its frames are kept, or the first one is the picture; or the first one is the poster of
 * clips that are made beside it, where the master is large.
 */
export const ANIMATION_RULES = ['keep', 'first', 'video'] as const;
export type AnimationRule = (typeof ANIMATION_RULES)[number];

/** Kilobytes that a master may have and still keep its frames, where nobody says how many: from there on a clip is several times smaller. */
export const USUAL_ANIMATION_OVER = 512;
