type Point = readonly [x: number, y: number];
/** The handle before a corner, the corner, the handle after it; fractions of the stored picture. */
export type Knot = readonly [Point, Point, Point];

const ONE = 2 ** 24;

/** A record of a path resource: what it is, then points, down before across. */
function record(kind: number, points: readonly Point[], count = 0): Buffer {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16BE(kind, 0);
  if (points.length === 0) bytes.writeUInt16BE(count, 2);
  for (const [i, [x, y]] of points.entries()) {
    bytes.writeInt32BE(Math.round(y * ONE), 2 + 8 * i);
    bytes.writeInt32BE(Math.round(x * ONE), 6 + 8 * i);
  }
  return bytes;
}

function resource(id: number, name: string, data: Buffer): Buffer {
  const letters = Buffer.from(name, 'latin1');
  const pascal = Buffer.concat([Buffer.from([letters.length]), letters, Buffer.alloc((letters.length + 1) % 2)]);
  const head = Buffer.from([0x38, 0x42, 0x49, 0x4d, id >> 8, id & 255]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([head, pascal, length, data]);
}

/** A path as Photoshop writes it: fill rules first, then closed curves. */
function pathResource(id: number, name: string, curves: readonly (readonly Knot[])[]): Buffer {
  const records = curves.flatMap((knots) => [record(0, [], knots.length), ...knots.map((knot) => record(1, knot))]);
  return resource(id, name, Buffer.concat([record(6, []), record(8, []), ...records]));
}

/** Says which path is the clipping path, by a name of an odd number of letters. */
export function clippingPathResource(name: string): Buffer {
  return resource(2999, '', Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.alloc(4)]));
}

/** The image resources of a picture with these paths. */
export function pathResources(paths: Readonly<Record<string, readonly (readonly Knot[])[]>>): Buffer {
  return Buffer.concat(Object.entries(paths).map(([name, curves], i) => pathResource(2000 + i, name, curves)));
}

/** A JPEG with image resources, in as many segments as `parts` says. */
export function withResources(jpeg: Buffer, resources: Buffer, parts = 1): Buffer {
  const step = Math.ceil(resources.length / parts);
  const segments = Array.from({ length: parts }, (_, i) => {
    const part = Buffer.concat([Buffer.from('Photoshop 3.0\0'), resources.subarray(i * step, (i + 1) * step)]);
    const head = Buffer.from([0xff, 0xed, 0, 0]);
    head.writeUInt16BE(part.length + 2, 2);
    return Buffer.concat([head, part]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** A knot without handles. */
export const corner = (x: number, y: number): Knot => [
  [x, y],
  [x, y],
  [x, y],
];

/** A circle of four curves. */
export function circle(x: number, y: number, across: number, down: number): readonly Knot[] {
  // How far handles of a quarter of a circle reach.
  const reach = 0.5523;
  const at = (u: number, v: number): Point => [x + u * across, y + v * down];
  return [
    [at(-reach, -1), at(0, -1), at(reach, -1)],
    [at(1, -reach), at(1, 0), at(1, reach)],
    [at(reach, 1), at(0, 1), at(-reach, 1)],
    [at(-1, reach), at(-1, 0), at(-1, -reach)],
  ];
}
