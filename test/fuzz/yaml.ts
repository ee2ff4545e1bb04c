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
poster: 10%
sprite: true
`;

const SETS = `kind: set
name: shoes/all
type: mixed
members: [a.jpg, { asset: b.jpg, swatch: "#c02020", label: B }, { set: shoes/spin }]
---
kind: set-rules
name: spins
type: spin
match: "(.+)_R\\d+_C\\d+"
row: R(\\d+)
column: C(\\d+)
order: ["a", "b.*"]
swatch: "{base}_sw"
least: 4
---
kind: viewer-presets
presets: { mine: { viewer: zoom, theme: dark, attributes: { SpinView.autospin: 1 } } }
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
iccProfiles: [icc, { press: press.icc }]
fonts: [fonts, { name: Own, file: own.ttf, bold: true, index: 1 }]
collections: { best: { path: ["shoes/**"], kind: image, state: [ready], tags: [new, "!old"], rating: 4 } }
publish:
  www: { to: ../www, base: "https://shop.example/m", sitemap: "https://shop.example/{dir}", filters: [+preset, "image/.*: -thumb*"] }
  cdn: { to: "s3://bucket/media", region: eu-1, viewers: { company: Shop }, purge: { file: p.txt, template: ["https://c.example/{path}"] } }
`;

const SIDECAR = `focus: [0.3, 0.5]
crops:
  Large: [0, 0.1, 1, 0.8165]
  "Square": [.1, .1, .5, .5] # by hand
tags: [new]
metadata: { title: Red, keywords: [a, b], rating: 3, captured: 2024-05-17, gps: { latitude: 48.1, longitude: 11.5 } }
hotspots: [{ name: Buy, at: [0.5, 0.5], href: /buy, target: _blank }, { name: B, area: [0, 0, 1, 1], quickview: { sku: 12 } }]
zoomTargets: [{ label: Heel, rect: [0, 0, 0.5, 0.5] }]
swatches: [{ from: 1s, to: "1:05", label: Red, image: red.jpg }]
`;

/** The marks of a message whose author did not say what was expected, or what came. */
const UNTOLD = /another value|\bundefined\b|\[object /;
const LONGEST = 600;

function checkProblems(text: string, problems: readonly Problem[]): void {
  const lines = text.split('\n').length;
  for (const { line, column, message } of problems)
    if (line < 0 || line > lines + 1 || column < 0 || message === '') throw new Error(`a problem at ${line}:${column}`);
  for (const { message, hint } of problems)
    if (UNTOLD.test(message + hint) || message.length > LONGEST) throw new Error(`a problem that says: ${message}`);
}

/** Every file of YAML that a person writes: whatever it holds, its problems are told with their places. */
export const YAML: FuzzedReader = {
  name: 'yaml',
  seeds: [PRESETS, IMAGES, SETS, CONFIG, SIDECAR].map((text) => Buffer.from(text)),
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
