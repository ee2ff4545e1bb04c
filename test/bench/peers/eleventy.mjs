// What a site generator does: eleventy-img, asked once a format. Arguments: a JSON file with the work, the package's entry.
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , work, entry] = process.argv;
const { library, output, assets, renditions, quality, concurrency } = JSON.parse(await readFile(work, 'utf8'));
const { default: image } = await import(pathToFileURL(entry).href);
image.concurrency = concurrency;

const formats = [...new Set(renditions.map(({ format }) => format))];
await Promise.all(
  assets.flatMap((asset) =>
    formats.map((format) =>
      image(join(library, asset), {
        widths: renditions.filter((one) => one.format === format).map(({ width }) => width),
        formats: [format],
        outputDir: output,
        useCache: false,
        fixOrientation: true,
        sharpJpegOptions: { quality },
        sharpWebpOptions: { quality },
        filenameFormat: (_id, source, width) => `${basename(source, extname(source))}-${format}-${width}.${format}`,
      }),
    ),
  ),
);
