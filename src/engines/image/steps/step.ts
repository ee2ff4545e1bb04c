import type { Picture } from '../../picture.ts';
import type { Frame } from '../../../layout/frame.ts';

/** One operation on the pixels of a rendition. Where the recipe asks for nothing, the very same picture comes back. */
export type Step = (picture: Picture, frame: Frame) => Promise<Picture> | Picture;
