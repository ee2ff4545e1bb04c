import type { Color, RenderIntent, ResampleMode } from '../../model/recipe/recipe.ts';
import type { LocaleSettings } from './localisation.ts';

/** The server settings that recipes depend on, named as `dmx.yaml` names them. */
export interface ServerSettings extends LocaleSettings {
  /** Quality 1…100, and 1 for full chroma. */
  readonly jpegquality: readonly [quality: number, chroma: number];
  readonly resmode: ResampleMode;
  readonly bkgcolor: Color;
  /** Largest size where a recipe asks for none; 0 = that side is free. */
  readonly defaultpix: readonly [width: number, height: number];
  /** The box of thumbnails, for sides that a recipe does not name. */
  readonly defaultthumbpix: readonly [width: number, height: number];
  /** The largest reply that `dpr` leads to; 0 = that side is free. */
  readonly maxpix: readonly [width: number, height: number];
  /** Pixels per inch that `res` is measured by. */
  readonly resolution: number;
  /** Profiles of files by their pixels, and how colours get into them. */
  readonly iccprofilergb?: string | undefined;
  readonly iccprofilecmyk?: string | undefined;
  readonly iccprofilegray?: string | undefined;
  readonly iccrenderintent?: RenderIntent;
  readonly iccblackpointcompensation?: boolean;
  readonly iccdither?: boolean;
  /** The picture that takes the place of one that a recipe names and that is not there. */
  readonly defaultimage?: string | undefined;
}
