/**
 * The names that renditions, crops, presets and profiles may have: the letters that macros and file names share. Folders are
 * named after them too: `.` and `..` are others.
 */
export const NAME = /^(?!\.\.?$)[A-Za-z0-9._-]+$/;
