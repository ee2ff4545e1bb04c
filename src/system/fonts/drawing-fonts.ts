import { readFileSync } from 'node:fs';
import { digestOf } from '../digest.ts';
import { packageFile } from '../package-files.ts';
import { fontFiles, isFontFile } from './font-names.ts';

/** The folder of the fonts that the package brings along. */
const SHIPPED = packageFile('profiles/fonts');

/** The settings of fontconfig for processes that draw letters of drawings: the package's fonts, and none of the machine. */
export const FONTCONFIG_FILE = packageFile('profiles/fonts/fonts.conf');

/** The files of fonts at a place: those below a folder, or the file that it is. */
const filesAt = (place: string): readonly string[] => (isFontFile(place) ? [place] : fontFiles(place));

/** The digest of the fonts at places, by their order; empty where there are none. What cannot be read sets no letter. */
export function digestOfFonts(places: readonly string[]): string {
  const digests = places.flatMap(filesAt).flatMap((file) => {
    try {
      return [digestOf(readFileSync(file))];
    } catch {
      return [];
    }
  });
  return digests.length === 0 ? '' : digestOf(digests.join());
}

let given: readonly string[] = [];

/**
 * Names the folders and files (absolute) of a project's fonts that letters of drawings may be set in, beside the package's. It
 * counts for all of a process: so does what draws them.
 */
export function giveDrawingFonts(places: readonly string[]): void {
  given = places;
}

/** The files of the project's fonts for letters of drawings. */
export const givenFontFiles = (): readonly string[] => given.flatMap(filesAt);

/** The files of the fonts that letters of drawings may be set in, the package's first. */
export const drawingFontFiles = (): readonly string[] => [...fontFiles(SHIPPED), ...givenFontFiles()];
