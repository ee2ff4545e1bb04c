/** Tells whether a text is a path. What a shell would turn into another is none: a folder called `~` is never meant. */
export const isPath = (text: string): boolean => text !== '' && !/^~(?:\/|$)/.test(text);
