import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerRemark, PhotoshopDocument, TakenLayer, TakenText } from '../../../../model/photoshop-layer.ts';
import type { PhotoshopText } from '../../../../model/text/photoshop-text.ts';
import { withPsd } from '../open-file.ts';
import type { TiffMetadata } from '../../../image/tiff/write-directories.ts';
import type { PsdFile } from '../sections.ts';
import { artboardOf } from './artboard.ts';
import { canvasOf, clippingGroups, composeOne } from './compose-layers.ts';
import { readDescriptor, valueAt } from './descriptor.ts';
import { layerTree, type PsdLayer } from './layer-tree.ts';
import { printRaster, profileOf } from './picture-file.ts';
import { modeOf } from './psd-look.ts';
import { effectsOfLayer, lightOf } from './read-effects.ts';
import { blockOf, readLayers } from './read-layers.ts';
import { textOfLayer } from './read-text.ts';

/** Keys of layers that change what lies below them, and what people call them. */
const ADJUSTMENTS: Readonly<Record<string, string>> = {
  ...{ levl: 'levels', curv: 'curves', hue2: 'hue and saturation', hueS: 'hue and saturation', blnc: 'colour balance' },
  ...{ brit: 'brightness', CgEd: 'brightness', expA: 'exposure', vibA: 'vibrance', nvrt: 'invert', post: 'posterize' },
  ...{ thrs: 'threshold', selc: 'selective colour', mixr: 'channel mixer', grdm: 'gradient map', phfl: 'photo filter' },
  ...{ blwh: 'black and white', clrL: 'colour lookup' },
};
const PLACED = ['SoLd', 'SoLE', 'PlLd'];
const PASS_THROUGH = 'pass';
const FLOATS = 32;

const someKey = ({ blocks }: PsdLayer, keys: readonly string[]): string | undefined =>
  keys.find((key) => blocks.has(key));

/** Tells whether the layers of a group can stand in its place without it. */
function dissolves({ layers = [], blend, opacity, fill, mask, blocks }: PsdLayer): boolean {
  const masked = (mask && !mask.disabled) || blocks.has('vmsk') || blocks.has('vsms');
  const plain = opacity * fill === 1 && !masked;
  return plain && (blend === PASS_THROUGH || (blend === 'norm' && layers.every((layer) => layer.blend === 'norm')));
}

/** Tells whether a text runs level in its box, or at an angle from a point; what is skewed or mirrored does neither. */
function isUpright({ transform: { xx, xy, yx, yy }, box }: PhotoshopText): boolean {
  const turned = Math.max(Math.abs(xy), Math.abs(yx)) > 1e-4;
  const skewed = Math.abs(xx * yx + xy * yy) > 1e-3 * (xx * xx + yy * yy);
  return !skewed && xx * yy - xy * yx > 0 && !(turned && box);
}

/** Takes the layers of a file apart as far as the serving language can put them together again. */
class Taking {
  readonly layers: TakenLayer[] = [];
  readonly remarks: LayerRemark[] = [];
  readonly #file: PsdFile;
  readonly #profile: TiffMetadata;
  /** Absolute. */
  readonly #folder: string;
  /** The angle of the light of effects, degrees. */
  readonly #light: number;
  #files = 0;

  constructor(file: PsdFile, { profile, light }: { profile: TiffMetadata; light: number }, folder: string) {
    this.#file = file;
    this.#profile = profile;
    this.#folder = folder;
    this.#light = light;
  }

  #tell(layer: PsdLayer, reason: string): void {
    this.remarks.push({ layer: layer.name, reason });
  }

  async take(layers: readonly PsdLayer[]): Promise<void> {
    for (const { base, clipped } of clippingGroups(layers)) {
      if (base.hidden) this.#tell(base, 'left out: it is hidden');
      else if (base.layers && clipped.length === 0 && dissolves(base) && !(await this.#hasEffects(base))) {
        await this.#takeGround(base);
        await this.take(base.layers);
      } else await this.#takeOne(base, clipped);
    }
  }

  async #hasEffects(layer: PsdLayer): Promise<boolean> {
    const { effects, left } = await effectsOfLayer(this.#file, layer, this.#light);
    return effects.length > 0 || left.length > 0;
  }

  /** The ground of an artboard, which is no layer of the file. */
  async #takeGround(group: PsdLayer): Promise<void> {
    const ground = await artboardOf(this.#file, group);
    if (ground === undefined) return;
    this.#tell(group, 'an artboard: what stands out of it shows');
    if (ground.color === undefined) return;
    const { rect, color } = ground;
    this.layers.push({
      kind: 'fill',
      name: group.name,
      opacity: 100,
      fill: 100,
      blend: 'norm',
      effects: [],
      rect,
      color,
    });
  }

  async #takeOne(base: PsdLayer, clipped: readonly PsdLayer[]): Promise<void> {
    const adjusts = Object.keys(ADJUSTMENTS).find((key) => base.blocks.has(key));
    if (adjusts !== undefined)
      return this.#tell(base, `left out: it adjusts what lies below (${ADJUSTMENTS[adjusts]})`);
    if (await this.#hasStroke(base)) this.#tell(base, 'its outline is left out where Photoshop kept no pixels of it');
    if (base.blend === 'diss') this.#tell(base, 'dissolved by luck of its own');
    const { effects, left } = await effectsOfLayer(this.#file, base, this.#light);
    if (left.length > 0) this.#tell(base, `left out of its effects: ${left.join(', ')}`);
    const blend = modeOf(base.blend) ?? (base.blend === PASS_THROUGH ? 'norm' : undefined);
    if (blend === undefined)
      this.#tell(base, `drawn over what lies below: there is no blend mode ${base.blend.trim()}`);
    const [opacity, fill] = [Math.round(base.opacity * 100), Math.round(base.fill * 100)];
    const common = { name: base.name, opacity, fill, blend: blend ?? 'norm', effects };
    const text = await this.#textOf(base, clipped);
    const drawn = await this.#draw(base, clipped);
    if (text) {
      this.layers.push({ kind: 'text', ...common, text, ...(drawn && { drawn }) });
      return;
    }
    if (!drawn) return this.#tell(base, 'left out: nothing of it shows');
    this.layers.push({ kind: 'picture', ...common, ...drawn });
    this.#tellOfPicture(base, clipped);
  }

  /** Writes the pixels of a layer, with what is clipped to it, into the folder; undefined where nothing shows. */
  async #draw(base: PsdLayer, clipped: readonly PsdLayer[]): Promise<TakenText['drawn']> {
    const raster = await composeOne(this.#file, base, clipped);
    if (!raster) return undefined;
    const { bytes, extension } = await printRaster(this.#file, raster, this.#profile);
    const asset = `${this.#files++}.${extension}`;
    await writeFile(join(this.#folder, asset), bytes);
    return { rect: raster.rect, asset };
  }

  async #hasStroke(layer: PsdLayer): Promise<boolean> {
    const block = await blockOf(this.#file, layer, 'vstk');
    return block !== undefined && valueAt(readDescriptor(block, 4), 'strokeEnabled') === true;
  }

  #tellOfPicture(base: PsdLayer, clipped: readonly PsdLayer[]): void {
    if (base.layers)
      this.#tell(base, 'taken as one picture: the group has a mask, an opacity or blend modes of its own');
    else if (clipped.length > 0)
      this.#tell(base, `taken as one picture with what is clipped to it (${clipped.length})`);
    if (someKey(base, PLACED) !== undefined) this.#tell(base, 'a smart object, taken as the pixels it shows');
    if (base.mask?.feathered === true) this.#tell(base, 'its mask is taken without its soft edge');
  }

  /** The text of a layer that can stay one. */
  async #textOf(base: PsdLayer, clipped: readonly PsdLayer[]): Promise<PhotoshopText | undefined> {
    if (!base.blocks.has('TySh')) return undefined;
    const text = await textOfLayer(this.#file, base);
    const masked = (base.mask !== undefined && !base.mask.disabled) || base.blocks.has('vmsk');
    if (text !== undefined && clipped.length === 0 && !masked && isUpright(text)) return text;
    const reason = 'it is masked, warped, skewed, turned in its box, or not understood';
    this.#tell(base, `its words are taken as a picture: ${reason}`);
    return undefined;
  }
}

/**
 * A Photoshop file as layers of the serving language, whose pixels go as files into a folder (absolute). What the
 * language cannot say is remarked upon. Throws SourceError (SOURCE_CORRUPT, SOURCE_FORMAT_UNSUPPORTED).
 */
export async function takeApart(path: string, folder: string): Promise<PhotoshopDocument> {
  return await withPsd(path, async (file) => {
    const profile = await profileOf(file);
    const taking = new Taking(file, { profile, light: await lightOf(file) }, folder);
    await taking.take(await layerTree(file, await readLayers(file)));
    if (file.header.depth === FLOATS) taking.remarks.push({ layer: 'All', reason: 'blended as sRGB of 8 bits' });
    const { width, height } = canvasOf(file);
    return { size: { width, height }, layers: taking.layers, remarks: taking.remarks };
  });
}
