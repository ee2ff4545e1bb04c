/** The print resolution of files, in pixels per inch, unless recipe or server settings set another one. */
export const USUAL_RESOLUTION = 72;
