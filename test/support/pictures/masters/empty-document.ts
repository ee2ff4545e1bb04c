import type { PhotoshopDocument } from '../../../../src/model/photoshop-layer.ts';

/** A Photoshop file without layers. */
export const EMPTY_DOCUMENT: PhotoshopDocument = { size: { width: 3, height: 2 }, layers: [], remarks: [] };
