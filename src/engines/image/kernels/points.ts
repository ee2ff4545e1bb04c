import type { Picture } from '../../picture.ts';

/** The new value of each of the 256 values of a colour. */
export type Table = Uint8ClampedArray;

/** The table of a function of values 0…255; storing rounds and clamps what it answers. */
export function makeTable(of: (value: number) => number): Table {
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => of(value));
}

/** A picture with other samples of the same layout. */
export function withSamples(picture: Picture, samples: Uint8ClampedArray): Picture {
  return { ...picture, data: new Uint8Array(samples.buffer) };
}

/** Looks every colour up in its table; alpha stays. */
export function mapColors(picture: Picture, red: Table, green = red, blue = red): Picture {
  const { data, channels } = picture;
  const out = new Uint8ClampedArray(data);
  for (let i = 0; i < data.length; i += channels) {
    out[i] = red[data[i] ?? 0] ?? 0;
    out[i + 1] = green[data[i + 1] ?? 0] ?? 0;
    out[i + 2] = blue[data[i + 2] ?? 0] ?? 0;
  }
  return withSamples(picture, out);
}
