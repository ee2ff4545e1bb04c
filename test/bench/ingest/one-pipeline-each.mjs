// What most scripts do: for every rendition a sharp pipeline of its own, which decodes the master again.
// Plain JavaScript, so that no compiler's start is measured. Argument: the path of a JSON file with the work.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';

const { library, output, assets, renditions, pyramid, concurrency } = JSON.parse(
  await readFile(process.argv[2], 'utf8'),
);

// As many pipelines at once as dmx has workers, each with one thread, as a worker has.
sharp.concurrency(1);
const limit = pLimit(concurrency);

// The settings of dmx's own encoders.
const ENCODE = {
  jpeg: (picture) => picture.jpeg({ quality: 80 }),
  webp: (picture) => picture.webp({ quality: 80 }),
  // As dmx sets it: no slower than sharp's default.
  png: (picture) => picture.png({ compressionLevel: 3, adaptiveFiltering: true }),
};

async function renderOne(asset, { name, width, height, format }) {
  const picture = sharp(join(library, asset)).autoOrient().resize(width, height).flatten({ background: '#ffffff' });
  await ENCODE[format](picture).toFile(join(output, asset, `${name}.${format}`));
}

const renderPyramid = (asset) =>
  sharp(join(library, asset))
    .autoOrient()
    .tiff({ pyramid: true, tile: true, tileWidth: 256, tileHeight: 256, compression: 'jpeg', quality: 95 })
    .toFile(join(output, asset, 'pyramid.tif'));

await Promise.all(assets.map((asset) => mkdir(join(output, asset), { recursive: true })));
await Promise.all(
  assets.flatMap((asset) => [
    ...renditions.map((rendition) => limit(() => renderOne(asset, rendition))),
    ...(pyramid ? [limit(() => renderPyramid(asset))] : []),
  ]),
);
