import type { Problem } from '../../src/model/errors.ts';
import { parseConfig } from '../../src/profiles/config.ts';
import { editOverrides, readOverrides } from '../../src/profiles/sidecar/overrides.ts';
import { parseLibrary } from '../../src/profiles/parse.ts';
import type { FuzzedReader } from './reader.ts';

const PRESETS = `kind: image-presets
presets:
  thumb: "wid=150&hei=150&fit=crop,1&fmt=jpeg&qlt=80,0&resMode=sharp2&op_usm=1.1,1,5,0"
  Web: &web { width: 1280, height: 720, fit: crop, format: webp, quality: 82, background: "#fff" }
  again:
    <<: *web
    unsharpMask: { amount: 1, radius: 1, threshold: 6 }
    modifiers: |
      bgc=#123456
      &fmt=png
`;

const IMAGES = `kind: image-profile
name: shop
unsharpMask: { amount: 1.75, radius: 0.2, threshold: 2, monochrome: false }
smartCrop:
  preserveContent: true
  crops:
    - { name: Large,  width: 1200, height: 800 }
    - { name: Square, ratio: "1:1", width: 1000 }
swatch: { width: 50, height: 50 }
pyramid: { tile: 256, compression: jpeg, quality: 95 }
renditions:
  - presets: ["web*"]
  - { name: hero, crop: Large, preset: web }
  - { name: zoom, modifiers: "wid=2500&fmt=webp&qlt=80&$a=1&text=$a$" }
---
kind: video-profile
name: clips
adaptive: true
packaging: [hls, dash]
encodings:
  - { name: 360p, width: auto, height: 360, videoBitrate: 730k, audioBitrate: 128k, maxFps: 30, keyframe: 60 }
smartCrop: [ { name: Story, ratio: "9:16" } ]
thumbnails: ["1%", "11%"]
`;

const CONFIG = `version: 1
library: assets
output: dmx-out
folders:
  - { path: "**", image: shop, video: clips }
  - { path: "{a,b}/[!x]*", publish: false, sync: exclude }
server: { defaults: hybrid, jpegquality: [80, 0], bkgcolor: FFFFFF, maxpix: [3000, 3000], thumbnailtime: ["1%"] }
memory: 3GiB
timeout: 10m
naming: "{dir}/{stem}-{name}-{hash8}.{ext}"
include: ["**/*.jpg"]
maxpixels: 1000000
`;

const SIDECAR = `focus: [0.3, 0.5]
crops:
  Large: [0, 0.1, 1, 0.8165]
  "Square": [.1, .1, .5, .5] # by hand
`;

function checkProblems(text: string, problems: readonly Problem[]): void {
  const lines = text.split('\n').length;
  for (const { line, column, message } of problems)
    if (line < 0 || line > lines + 1 || column < 0 || message === '') throw new Error(`a problem at ${line}:${column}`);
}

/** Every file of YAML that a person writes: whatever it holds, its problems are told with their places. */
export const YAML: FuzzedReader = {
  name: 'yaml',
  seeds: [PRESETS, IMAGES, CONFIG, SIDECAR].map((text) => Buffer.from(text)),
  read: (input) => {
    const text = input.toString();
    const file = { name: 'a.yaml', text };
    const { library, problems, warnings } = parseLibrary([{ ...file, shipped: false }]);
    const config = parseConfig(file);
    const sidecar = readOverrides(file);
    const found = config.problemsWith(library, { isFile: () => false, isFolder: () => false, hasProfile: () => false });
    const unmatched = config.unmatched(['a/b.jpg', 'b/c/d.tif', '[x]/e.png'], ['']);
    for (const told of [problems, warnings, config.problems, config.warnings, found, unmatched, sidecar.problems])
      checkProblems(text, told);
    if (sidecar.problems.length > 0) return;
    const edited = editOverrides(text, { clear: false, focus: [0.5, 0.5], crops: { Large: [0, 0, 1, 1] } });
    const { overrides, problems: left } = readOverrides({ name: 'a.yaml', text: edited });
    if (left.length > 0 || overrides.focus?.[0] !== 0.5) throw new Error('an edited sidecar is not read as written');
  },
};
