import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerRemark, PhotoshopDocument, TakenPicture, TakenText } from '../../../../model/photoshop-layer.ts';
import type { BlendMode } from '../../../../model/recipe/recipe.ts';
import type { PhotoshopText } from '../../../../model/text/photoshop-text.ts';
import { withPsd } from '../open-file.ts';
import type { TiffMetadata } from '../../../image/tiff/write-directories.ts';
import type { PsdFile } from '../sections.ts';
import { canvasOf, clippingGroups, composeOne } from './compose-layers.ts';
import { readDescriptor, valueAt } from './descriptor.ts';
import { layerTree, type PsdLayer } from './layer-tree.ts';
import { printRaster, profileOf } from './picture-file.ts';
import { blockOf, readLayers } from './read-layers.ts';
import { textOfLayer } from './read-text.ts';

/** Photoshop's blend modes that the serving language has. */
const MODES: Readonly<Record<string, BlendMode>> = {
  norm: 'norm',
  diss: 'dissolve',
  'mul ': 'mult',
  scrn: 'screen',
  dark: 'darken',
  lite: 'lighten',
};

/** Keys of layers that change what lies below them, and what people call them. */
const ADJUSTMENTS: Readonly<Record<string, string>> = {
  ...{ levl: 'levels', curv: 'curves', hue2: 'hue and saturation', hueS: 'hue and saturation', blnc: 'colour balance' },
  ...{ brit: 'brightness', CgEd: 'brightness', expA: 'exposure', vibA: 'vibrance', nvrt: 'invert', post: 'posterize' },
  ...{ thrs: 'threshold', selc: 'selective colour', mixr: 'channel mixer', grdm: 'gradient map', phfl: 'photo filter' },
  ...{ blwh: 'black and white', clrL: 'colour lookup' },
};
const EFFECTS = ['lfx2', 'lmfx', 'lrFX'];
const PLACED = ['SoLd', 'SoLE', 'PlLd'];
const PASS_THROUGH = 'pass';
const FLOATS = 32;

const someKey = ({ blocks }: PsdLayer, keys: readonly string[]): string | undefined =>
  keys.find((key) => blocks.has(key));

/** Tells whether the layers of a group can stand in its place without it. */
function dissolves({ layers = [], blend, opacity, fill, mask, blocks }: PsdLayer): boolean {
  const plain = opacity * fill === 1 && (!mask || mask.disabled) && !blocks.has('vmsk') && !blocks.has('vsms');
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
  readonly layers: (TakenPicture | TakenText)[] = [];
  readonly remarks: LayerRemark[] = [];
  readonly #file: PsdFile;
  readonly #profile: TiffMetadata;
  /** Absolute. */
  readonly #folder: string;
  #files = 0;

  constructor(file: PsdFile, profile: TiffMetadata, folder: string) {
    this.#file = file;
    this.#profile = profile;
    this.#folder = folder;
  }

  #tell(layer: PsdLayer, reason: string): void {
    this.remarks.push({ layer: layer.name, reason });
  }

  async take(layers: readonly PsdLayer[]): Promise<void> {
    for (const { base, clipped } of clippingGroups(layers)) {
      if (base.hidden) this.#tell(base, 'left out: it is hidden');
      else if (base.layers && clipped.length === 0 && dissolves(base)) {
        if (base.blocks.has('artb')) this.#tell(base, 'an artboard, taken without its background');
        await this.take(base.layers);
      } else await this.#takeOne(base, clipped);
    }
  }

  async #takeOne(base: PsdLayer, clipped: readonly PsdLayer[]): Promise<void> {
    const adjusts = Object.keys(ADJUSTMENTS).find((key) => base.blocks.has(key));
    if (adjusts !== undefined)
      return this.#tell(base, `left out: it adjusts what lies below (${ADJUSTMENTS[adjusts]})`);
    if (await this.#hasStroke(base)) this.#tell(base, 'its outline is left out where Photoshop kept no pixels of it');
    if (base.blend === 'diss') this.#tell(base, 'dissolved by luck of its own');
    if (someKey(base, EFFECTS) !== undefined) this.#tell(base, 'its effects are left out');
    const blend = MODES[base.blend] ?? (base.blend === PASS_THROUGH ? 'norm' : undefined);
    if (blend === undefined)
      this.#tell(base, `drawn over what lies below: there is no blend mode ${base.blend.trim()}`);
    const common = { name: base.name, opacity: Math.round(base.opacity * base.fill * 100), blend: blend ?? 'norm' };
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
    const taking = new Taking(file, profile, folder);
    await taking.take(await layerTree(file, await readLayers(file)));
    if (file.header.depth === FLOATS) taking.remarks.push({ layer: 'All', reason: 'blended as sRGB of 8 bits' });
    const { width, height } = canvasOf(file);
    return { size: { width, height }, layers: taking.layers, remarks: taking.remarks };
  });
}
