import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { spriteGrid, type SpriteGrid } from '../../model/recipe/video-geometry.ts';
import type { SpriteRecipe } from '../../model/recipe/video-recipe.ts';
import { RenditionError } from '../../model/errors.ts';
import type { Size } from '../../model/geometry.ts';
import type { JobRendition } from '../../model/jobs/job.ts';
import { probeImage, renderImage } from '../image/engine.ts';
import type { SheetOutput } from './ffmpeg/arguments.ts';
import { groundOf } from './ffmpeg/filters.ts';
import type { VideoContext } from './render-context.ts';
import { printCaptions } from './captions/print-captions.ts';
import type { Unit } from './encode.ts';
import { stillVersion } from './encoder-versions.ts';
import { takeFolder } from './packaging/package-folder.ts';

export type SpriteOrder = JobRendition & { readonly recipe: SpriteRecipe };

/** When each frame of a sheet is shown, and where on the sheet it lies (Media Fragments, as players read them). */
function spriteTimes({ every, count, columns, frame }: SpriteGrid, sheet: string, durationSeconds: number): string {
  const { width, height } = frame;
  const cues = Array.from({ length: count }, (_, i) => {
    const [x, y] = [(i % columns) * width, Math.floor(i / columns) * height];
    const end = Math.max(i * every + 0.001, Math.min((i + 1) * every, durationSeconds));
    const text = `${sheet}#xywh=${x},${y},${width},${height}`;
    return { id: '', start: i * every, end, settings: [], text };
  });
  return printCaptions({ cues, styles: [], regions: [] });
}

function notAsPlanned({ width, height }: Size, got: string): RenditionError {
  return new RenditionError('RENDITION_NOT_AS_PLANNED', `expected a sheet of ${width}×${height}, got ${got}`, {
    hint: 'Please report this with the master and the profile.',
  });
}

/** Takes the sheet through the picture pipeline, into a folder with its times. */
async function finishSprite(order: SpriteOrder, { file, grid }: SheetOutput, context: VideoContext): Promise<void> {
  const { job, scratch, tools, artefacts, failures } = context;
  const { name, recipe } = order;
  const wanted = { width: grid.columns * grid.frame.width, height: grid.rows * grid.frame.height };
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) throw notAsPlanned(wanted, 'none');
  const found = await probeImage(file, 'image/png');
  if (found.width !== wanted.width || found.height !== wanted.height) {
    throw notAsPlanned(wanted, `${found.width}×${found.height}`);
  }
  const renditions = [{ name, role: order.role, extension: 'jpg', recipe: recipe.picture }];
  const made = await renderImage({ file, facts: found }, { ...job, facts: found, renditions }, { scratch });
  failures.push(...made.failures);
  for (const sheet of made.artefacts) {
    const folder = path.join(scratch, name);
    await mkdir(folder);
    await rename(sheet.file, path.join(folder, 'sprite.jpg'));
    await writeFile(path.join(folder, 'sprite.vtt'), spriteTimes(grid, 'sprite.jpg', context.facts.durationSeconds));
    const { width, height } = sheet;
    const about = { name, mime: 'text/vtt', width, height, engine: stillVersion(tools, 'jpg'), entry: ['sprite.vtt'] };
    artefacts.push(await takeFolder(folder, about));
  }
}

/** Plans the sheet of a clip's small frames: from the same decode as its encodings. */
export function planSprite(order: SpriteOrder, context: VideoContext): Unit {
  const grid = spriteGrid(order.recipe, context.facts);
  const file = path.join(context.scratch, `.${order.name}-sheet.png`);
  // Whole milliseconds a frame.
  const rate = [1000, Math.round(grid.every * 1000)] as const;
  const background = groundOf(order.recipe.picture);
  const pixels = { rate, through: [], size: grid.frame, goesOn: grid.every, background };
  const sheet = { file, grid, path: pixels, tellTimes: !context.tools.outdated };
  return { name: order.name, works: [], sheet, finish: () => finishSprite(order, sheet, context) };
}
