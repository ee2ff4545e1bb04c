import type { PathPoint } from '../../../model/rendition.ts';

/** A frame of a clip, and how good each place of a window is in it. */
export interface Scored {
  readonly seconds: number;
  /** True if another scene begins with it. */
  readonly cut: boolean;
  /** One for each place, in their order. */
  readonly scores: readonly number[];
}

/** A place of a window: its upper left corner in fractions of the frame. */
export type Place = readonly [x: number, y: number];

/**
 * The cost of a move, against scores in which a subject that is lost altogether costs about 1 a second: as much at all,
 * and as much for each length of the window. So a window goes after what stays away for seconds, and not after a glance.
 */
const MOVE = { atAll: 0.25, length: 0.4 } as const;

/** A stop shorter than this is no rest for the eye: the window moves on through it. Seconds. */
const SHORTEST_STOP = 1.5;

/** The best way to each place of a frame. */
interface Ways {
  readonly totals: readonly number[];
  /** The place of each way in the frame before. */
  readonly from: readonly number[];
}

/** The cost of going from one place to another, by their numbers. */
type MoveCost = (a: number, b: number) => number;

function step({ totals }: Ways, scores: readonly number[], cost: MoveCost): Ways {
  const from: number[] = [];
  const next = scores.map((score, place) => {
    let [best, total] = [place, -Infinity];
    for (const [before, sum] of totals.entries()) {
      const reached = sum - cost(before, place);
      if (reached > total) [best, total] = [before, reached];
    }
    from.push(best);
    return total + score;
  });
  return { totals: next, from };
}

/** The places of one scene, a frame each, that keep most of the subject for the fewest moves (Viterbi's way). */
function placesOf(scene: readonly Scored[], cost: MoveCost): readonly number[] {
  let ways: Ways = { totals: scene[0]?.scores ?? [], from: [] };
  const back = scene.slice(1).map(({ scores }) => (ways = step(ways, scores, cost)).from);
  let place = ways.totals.indexOf(Math.max(...ways.totals));
  const places = [place];
  for (const from of back.toReversed()) {
    place = from[place] ?? place;
    places.push(place);
  }
  return places.toReversed();
}

/** A window that holds still from one time to another. */
interface Stop {
  readonly from: number;
  readonly to: number;
  readonly place: number;
}

function stopsOf(scene: readonly Scored[], places: readonly number[]): readonly Stop[] {
  const stops: Stop[] = [];
  for (const [i, { seconds }] of scene.entries()) {
    const [last, place] = [stops.at(-1), places[i] ?? 0];
    if (last?.place === place) stops[stops.length - 1] = { ...last, to: seconds };
    else stops.push({ from: seconds, to: seconds, place });
  }
  return stops;
}

/** Times at which a stop holds: a stop in passing has but one. */
function timesOf({ from, to }: Stop, isEnd: boolean): readonly number[] {
  if (!isEnd && to - from < SHORTEST_STOP) return [(from + to) / 2];
  return from === to ? [from] : [from, to];
}

/** Frames by scenes. */
function scenesOf(frames: readonly Scored[]): readonly (readonly Scored[])[] {
  const scenes: Scored[][] = [];
  for (const frame of frames) {
    const scene = scenes.at(-1);
    if (scene === undefined || frame.cut) scenes.push([frame]);
    else scene.push(frame);
  }
  return scenes;
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Removes redundant points: repeated ones, and those at which nothing changes. */
function needed(points: readonly PathPoint[]): readonly PathPoint[] {
  const at = (point: PathPoint | undefined): string => (point === undefined ? '' : `${point[1]} ${point[2]}`);
  return points.filter((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    return before === undefined || at(before) !== at(point) || (after !== undefined && at(after) !== at(point));
  });
}

/**
 * The path of a window through a clip: it holds still as long as little is lost by it, moves gently between two stops,
 * and cuts where the scene does. `sides`: of the window, in fractions of the frame, as places are.
 */
export function smoothPath(
  frames: readonly Scored[],
  places: readonly Place[],
  [width, height]: readonly [number, number],
): readonly PathPoint[] {
  const cost: MoveCost = (a, b) => {
    if (a === b) return 0;
    const [[x0, y0], [x1, y1]] = [places[a] ?? [0, 0], places[b] ?? [0, 0]];
    return MOVE.atAll + MOVE.length * Math.hypot((x1 - x0) / width, (y1 - y0) / height);
  };
  const scenes = scenesOf(frames);
  const points = scenes.flatMap((scene, i): readonly PathPoint[] => {
    const stops = stopsOf(scene, placesOf(scene, cost));
    const own = stops.flatMap((stop, j) => {
      const [x, y] = places[stop.place] ?? [0, 0];
      const times = timesOf(stop, j === 0 || j === stops.length - 1);
      return times.map((seconds): PathPoint => [round(seconds), round(x), round(y)]);
    });
    // The last place of a scene holds until the next one begins.
    const [last, until] = [own.at(-1), scenes[i + 1]?.[0]?.seconds];
    return last === undefined || until === undefined ? own : [...own, [round(until), last[1], last[2]]];
  });
  return needed(points);
}

/** Slow at both ends (smoothstep). */
const ease = (share: number): number => share * share * (3 - 2 * share);

/** The place of a window at a time; before the first point as at it. */
export function placeAt(path: readonly PathPoint[], seconds: number): Place {
  const next = path.findIndex(([time]) => time > seconds);
  const after = next < 0 ? path.at(-1) : path[next];
  const before = next < 0 ? after : (path[next - 1] ?? after);
  if (before === undefined || after === undefined) return [0, 0];
  const length = after[0] - before[0];
  const share = length <= 0 ? 1 : ease(Math.min(1, Math.max(0, (seconds - before[0]) / length)));
  return [before[1] + (after[1] - before[1]) * share, before[2] + (after[2] - before[2]) * share];
}
