/** Letters that no system has in names: one ends them, and halves of letters come out as others. */
const UNNAMABLE = /[\0\p{Surrogate}]/u;

/** Tells whether a text is a path. What a shell would turn into another is none: a folder called `~` is never meant. */
export const isPath = (text: string): boolean => text !== '' && !/^~(?:\/|$)/.test(text) && !UNNAMABLE.test(text);
