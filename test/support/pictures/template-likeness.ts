import { cpSync } from 'node:fs';
import path from 'node:path';
import type { LayerRemark } from '../../../src/model/photoshop-layer.ts';
import { takeApart } from '../../../src/engines/formats/psd/layers/take-apart.ts';
import type { Picture } from '../../../src/engines/picture.ts';
import { importPhotoshop } from '../../../src/run/importing/import-photoshop.ts';
import { loadLibrary } from '../../../src/run/project/load-config.ts';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { ownFolder } from '../files/own-folder.ts';
import { drawPicture } from './draw-picture.ts';

/** How near the template of a file comes to its merged picture. */
interface Likeness {
  /** Peak signal to noise over white, at most 99. */
  readonly decibels: number;
  readonly remarks: readonly LayerRemark[];
}

/** A sample of a picture over white. */
function sampleAt({ data, channels }: Picture, pixel: number, channel: number): number {
  const alpha = channels === 4 ? (data[pixel * 4 + 3] ?? 0) / 255 : 1;
  return (data[pixel * channels + channel] ?? 0) * alpha + 255 * (1 - alpha);
}

function decibelsOf(one: Picture, other: Picture): number {
  let sum = 0;
  const pixels = one.width * one.height;
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      sum += (sampleAt(one, pixel, channel) - sampleAt(other, pixel, channel)) ** 2;
  }
  return Math.min(99, 10 * Math.log10(255 ** 2 / (sum / pixels / 3)));
}

/** Imports a Photoshop file, draws its template with its defaults, and holds that against the picture dmx reads of the file. */
export async function templateLikeness(file: string): Promise<Likeness> {
  const folder = ownFolder();
  const loaded = await loadLibrary({ command: 'presets', cwd: folder, folders: [] });
  const { text, remarks } = await importPhotoshop(file, 'template', {
    loaded,
    cwd: folder,
    force: false,
    write: true,
    takeApart,
  });
  const { recipe, problems } = parseModifiers(text, { mode: 'strict', macros: () => undefined, body: true });
  if (problems.length > 0) throw new Error(problems[0]?.message);
  const master = path.join(folder, 'master.psd');
  cpSync(file, master);
  const merged = await drawPicture(master, 'scl=1');
  const drawn = await drawPicture(master, printRecipe(recipe));
  return { decibels: decibelsOf(merged, drawn), remarks };
}
