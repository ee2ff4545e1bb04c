// What every viewer is made of, as one script: viewers import it whole, so that a browser fetches it once.
export { type Mount, numberAt, type ViewerContext, wantsStillness } from './core/context.ts';
export { isRightToLeft, stepOf } from './core/direction.ts';
export { changeButton, iconButton, make } from './core/dom.ts';
export { makeApplication, makeControls } from './core/frame.ts';
export { fitted, pictureElement, wholePicture } from './core/picture.ts';
export { picturesOf } from './core/pictures-of.ts';
export { Swatches } from './swatches/swatches.ts';
export { Zoomable } from './zoom/zoomable.ts';
