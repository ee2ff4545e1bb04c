import type { PhotoshopDocument } from '../model/photoshop-layer.ts';
import type { SourceFile } from '../model/place.ts';
import { type Ports, withSource } from './ports.ts';

/** Takes a Photoshop file apart into a folder. Throws SourceError. */
export async function takeApart(file: SourceFile, folder: string, ports: Ports): Promise<PhotoshopDocument> {
  // Few workers ever need it.
  const engine = await import('../engines/formats/psd/layers/take-apart.ts');
  return withSource(file, folder, ports, (local) => engine.takeApart(local, folder));
}
