import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  LayerEffect,
  LayerRemark,
  PhotoshopDocument,
  TakenLayer,
  TakenText,
} from '../../../../model/photoshop-layer.ts';
import type { Rect } from '../../../../model/geometry.ts';
import type { BlendMode } from '../../../../model/recipe/recipe.ts';
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
import type { Covering } from './overlays.ts';
import { widerRect } from './raster.ts';
import { effectsOfLayer, GRADIENT_OVERLAY, lightOf } from './read-effects.ts';
import { adjustmentOf, blendingOf, undrawnOf } from './undrawn.ts';
import { blockOf, readLayers } from './read-layers.ts';
import { isMasked } from './read-mask.ts';
import { textOfLayer } from './read-text.ts';

const PLACED = ['SoLd', 'SoLE', 'PlLd'];
const PASS_THROUGH = 'pass';
const FLOATS = 32;

/** Pixels beyond the canvas that effects look at. */
const reachOf = (effects: readonly LayerEffect[]): number =>
  Math.max(
    0,
    ...effects.map(({ offset: [x, y], grow, blur }) => Math.ceil(Math.abs(grow) + 2 * blur + Math.hypot(x, y))),
  );

/** Tells whether layers of a group are blended in another mode than the normal one. */
const blendsWithin = ({ layers = [] }: PsdLayer): boolean =>
  layers.some((layer) => !layer.hidden && (!['norm', PASS_THROUGH].includes(layer.blend) || blendsWithin(layer)));

/** Tells whether the layers of a group can stand in its place without it. */
function dissolves(group: PsdLayer): boolean {
  const { blend, opacity, fill, blocks } = group;
  const plain = opacity * fill === 1 && !isMasked(group) && !blocks.has('vmsk') && !blocks.has('vsms');
  return plain && (blend === PASS_THROUGH || (blend === 'norm' && !blendsWithin(group)));
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

  /** `board`: the artboard that cuts what is drawn of them; absent: the canvas. */
  async take(layers: readonly PsdLayer[], board?: Rect): Promise<void> {
    for (const { base, clipped } of clippingGroups(layers)) {
      if (base.hidden) this.#tell(base, 'left out: it is hidden');
      else if (base.layers && clipped.length === 0 && dissolves(base) && !(await this.#hasEffects(base))) {
        await this.take(base.layers, (await this.#takeGround(base)) ?? board);
      } else await this.#takeOne(base, clipped, (await artboardOf(this.#file, base))?.rect ?? board);
    }
  }

  async #hasEffects(layer: PsdLayer): Promise<boolean> {
    const { effects, left } = await effectsOfLayer(this.#file, layer, this.#light);
    return effects.length > 0 || left.length > 0;
  }

  /** The rectangle of an artboard, whose ground is no layer of the file; undefined for other groups. */
  async #takeGround(group: PsdLayer): Promise<Rect | undefined> {
    const { rect, color } = (await artboardOf(this.#file, group)) ?? {};
    if (rect && (group.layers ?? []).some(({ blocks }) => blocks.has('TySh')))
      this.#tell(group, 'an artboard: what stands out of it of texts shows');
    if (!rect || !color) return rect;
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
    return rect;
  }

  async #takeOne(base: PsdLayer, clipped: readonly PsdLayer[], board: Rect | undefined): Promise<void> {
    const adjusts = adjustmentOf(base);
    if (adjusts !== undefined) return this.#tell(base, `left out: it adjusts what lies below (${adjusts})`);
    const blend = await this.#blendOf(base);
    const { effects, left } = await effectsOfLayer(this.#file, base, this.#light);
    const text = await this.#textOf(base, clipped);
    const { drawn, covered } = await this.#draw(base, clipped, {
      covering: text ? 'none' : 'gradients',
      within: board ?? widerRect(canvasOf(this.#file), reachOf(effects)),
    });
    const told = covered ? left.filter((name) => name !== GRADIENT_OVERLAY) : left;
    if (told.length > 0) this.#tell(base, `left out of its effects: ${told.join(', ')}`);
    const [opacity, fill] = [Math.round(base.opacity * 100), covered ? 100 : Math.round(base.fill * 100)];
    const common = { name: base.name, opacity, fill, blend, effects };
    if (text) {
      this.layers.push({ kind: 'text', ...common, text, ...(drawn && { drawn }) });
      return;
    }
    if (!drawn) return this.#tell(base, 'left out: nothing of it shows');
    this.layers.push({ kind: 'picture', ...common, ...drawn });
    await this.#tellOfPicture(base, clipped);
  }

  /** The blend mode of a layer, or the nearest one that the language has; a difference is reported. */
  async #blendOf(base: PsdLayer): Promise<BlendMode> {
    if (await this.#hasStroke(base)) this.#tell(base, 'its outline is left out where Photoshop kept no pixels of it');
    const left = await blendingOf(this.#file, base);
    if (left.length > 0) this.#tell(base, `left out of how it is blended: ${left.join(', ')}`);
    if (base.blend === 'diss') this.#tell(base, 'dissolved by luck of its own');
    const blend = modeOf(base.blend) ?? (base.blend === PASS_THROUGH ? 'norm' : undefined);
    if (blend === undefined)
      this.#tell(base, `drawn over what lies below: there is no blend mode ${base.blend.trim()}`);
    return blend ?? 'norm';
  }

  /** Writes a layer's pixels, with its clipped layers, into the folder; undefined where nothing is visible. */
  async #draw(
    base: PsdLayer,
    clipped: readonly PsdLayer[],
    how: { readonly covering: Covering; readonly within: Rect },
  ): Promise<{ readonly drawn: TakenText['drawn']; readonly covered: boolean }> {
    const composed = await composeOne(this.#file, base, clipped, how);
    if (!composed) return { drawn: undefined, covered: false };
    const { pixels, covered } = composed;
    const { bytes, extension } = await printRaster(this.#file, pixels, this.#profile);
    const asset = `${this.#files++}.${extension}`;
    await writeFile(join(this.#folder, asset), bytes);
    return { drawn: { rect: pixels.rect, asset }, covered };
  }

  async #hasStroke(layer: PsdLayer): Promise<boolean> {
    const block = await blockOf(this.#file, layer, 'vstk');
    return block !== undefined && valueAt(readDescriptor(block, 4), 'strokeEnabled') === true;
  }

  async #tellOfPicture(base: PsdLayer, clipped: readonly PsdLayer[]): Promise<void> {
    if (base.layers)
      this.#tell(base, 'taken as one picture: the group has a mask, an opacity or blend modes of its own');
    else if (clipped.length > 0)
      this.#tell(base, `taken as one picture with what is clipped to it (${clipped.length})`);
    const left = await undrawnOf(this.#file, [...(base.layers ?? []), ...clipped]);
    if (left.length > 0) this.#tell(base, `left out within it: ${left.join(', ')}`);
    if (base.blend === PASS_THROUGH && blendsWithin(base))
      this.#tell(base, 'what is blended within it is not blended with what lies below');
    if (PLACED.some((key) => base.blocks.has(key))) this.#tell(base, 'a smart object, taken as the pixels it shows');
  }

  /** The text of a layer that can stay one. */
  async #textOf(base: PsdLayer, clipped: readonly PsdLayer[]): Promise<PhotoshopText | undefined> {
    if (!base.blocks.has('TySh')) return undefined;
    const text = await textOfLayer(this.#file, base);
    const masked = isMasked(base) || base.blocks.has('vmsk');
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
