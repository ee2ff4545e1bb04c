import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { seenSize, type FrameRate } from '../../../model/recipe/video-geometry.ts';
import type { VideoCrop } from '../../../model/recipe/video-recipe.ts';
import type { PathPoint } from '../../../model/rendition.ts';
import type { VideoContext } from '../render-context.ts';
import { placeAt } from './smooth-path.ts';

/** A window that moves through the frames of one rate, for the filter graph. */
export interface CropWindow {
  /** Tells filters of one graph apart. */
  readonly id: string;
  /** File of ffmpeg's commands, below the folder that it works in. */
  readonly commands: string;
  /** Size of the frame. */
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
}

const round = (value: number): number => Math.round(value * 1e5) / 1e5;

/** One command for each frame at which the window is elsewhere than at the one before. */
export function cropCommands(
  id: string,
  points: readonly PathPoint[],
  [over, under]: FrameRate,
  seconds: number,
): string {
  const lines: string[] = [];
  let before = '';
  for (let frame = 0; (frame * under) / over <= seconds; frame++) {
    const [x, y] = placeAt(points, (frame * under) / over).map(round);
    const place = `x iw*${x}, crop@${id} y ih*${y}`;
    // Half a frame early, so that it holds for that frame whatever the rounding of its time.
    const time = Math.max(0, ((frame - 0.5) * under) / over).toFixed(5);
    if (place !== before) lines.push(`${time} crop@${id} ${place};`);
    before = place;
  }
  return `${lines.join('\n')}\n`;
}

/** The window of a smart crop for frames of some rate; undefined where the whole is shown. */
export async function cropWindow(
  name: string | undefined,
  crop: VideoCrop | undefined,
  rate: FrameRate,
  { crops, facts, scratch }: VideoContext,
): Promise<CropWindow | undefined> {
  const found = name === undefined ? undefined : crops.get(name);
  if (crop === undefined || found?.path === undefined) return undefined;
  const size = seenSize(facts, crop);
  const id = `c${[...crops.keys()].indexOf(found.name)}`;
  const commands = `crop-${id}-${rate.join('-')}.txt`;
  await writeFile(path.join(scratch, commands), cropCommands(id, found.path, rate, facts.durationSeconds));
  const [x, y] = placeAt(found.path, 0);
  return { id, commands, width: size.width / facts.width, height: size.height / facts.height, x, y };
}
