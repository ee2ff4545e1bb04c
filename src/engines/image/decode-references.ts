import path from 'node:path';
import { renderingOf } from '../../layout/color-conversion.ts';
import { makeFrame } from '../../layout/make-frame.ts';
import { unusableReference } from '../../layout/original.ts';
import { RenditionError, SourceError } from '../../model/errors.ts';
import type { LocalJob } from '../../model/jobs/job.ts';
import type { PictureRecipe, RecipeObject } from '../../model/recipe/recipe.ts';
import { drawnBy, drawnPictures, FULL_SIZE, referencesOf } from '../../model/recipe/recipe-tree.ts';
import type { FoundImage, MissingImage, ReferencedImage } from '../../model/recipe/referenced-image.ts';
import { makeScratch } from '../../system/scratch.ts';
import { fillDrawing } from '../formats/svg/fill-drawing.ts';
import type { Picture } from '../picture.ts';
import type { OpenTexts } from '../text/open-texts.ts';
import { ofOthers } from './by-rendering.ts';
import { type LoadProfile, profileLoader } from './color/load-profile.ts';
import { drawFrames } from './draw.ts';
import { readOutlines } from './paths/read-outlines.ts';
import { readGlyphImage } from './source/glyph-image.ts';
import type { Master } from './source/master.ts';
import { openForFrames } from './source/open-source.ts';
import { openPicture, toBytes } from './source/pixels.ts';
import {
  type OpenReference,
  type OpenReferences,
  openReferenced,
  withReferenceFacts,
} from './source/referenced-images.ts';
import { decodeToTiff } from './with-decoded.ts';

/** The pictures of the drawings of a job, by the names of these. */
function picturesIn({ renditions }: LocalJob): ReadonlyMap<string, readonly RecipeObject[]> {
  const recipes = renditions.flatMap(({ recipe }) => drawnBy(recipe) ?? []);
  return new Map(recipes.flatMap((recipe) => [...drawnPictures(recipe)]));
}

/** The names that pictures hang on. */
function namesIn(pictures: readonly RecipeObject[]): readonly string[] {
  return pictures.flatMap(({ path: own, request }) => [
    ...(own === undefined ? [] : [own]),
    ...(request ? referencesOf(request) : []),
  ]);
}

/** Decodes what recipes name, each once, and what the drawings among it show before these. */
class Decoding {
  readonly #job: LocalJob;
  readonly #scratch: string;
  readonly #pictures: ReadonlyMap<string, readonly RecipeObject[]>;
  readonly #found: ReadonlyMap<string, FoundImage>;
  readonly #load: LoadProfile;
  #texts: OpenTexts | undefined;
  readonly decoded = new Map<string, OpenReference | MissingImage>();

  constructor(job: LocalJob, scratch: string) {
    this.#job = job;
    this.#scratch = scratch;
    this.#pictures = picturesIn(job);
    this.#found = new Map((job.references ?? []).map((found) => [found.object, found]));
    this.#load = profileLoader(job.colors);
  }

  async all(): Promise<OpenReferences> {
    for (const object of this.#found.keys()) await this.#decode(object);
    return this.decoded;
  }

  async #decode(object: string): Promise<void> {
    const found = this.#found.get(object);
    if (!found || this.decoded.has(object)) return;
    const pictures = this.#pictures.get(object) ?? [];
    for (const name of namesIn(pictures)) await this.#decode(name);
    this.decoded.set(object, await this.#opened(found, pictures));
  }

  /** Opens an object; one that cannot be decoded is missing to those that need it. */
  async #opened(found: FoundImage, pictures: readonly RecipeObject[]): Promise<OpenReference | MissingImage> {
    if ('got' in found) return found;
    try {
      const file = await this.#fileOf(found, pictures);
      const master = await decodeToTiff({ file, facts: found.facts }, this.#scratch);
      return { master, ...(found.facts.paths && { outlines: await readOutlines(master.file) }) };
    } catch (error) {
      if (!(error instanceof SourceError) && !(error instanceof RenditionError)) throw error;
      return { object: found.object, got: error.message };
    }
  }

  /** The file of an object; that of a drawing with values of its variables, or with pictures, is made. */
  async #fileOf(found: ReferencedImage, pictures: readonly RecipeObject[]): Promise<string> {
    const { file, values } = found;
    if (!values) return file;
    const drawn: string[] = [];
    for (const picture of pictures) drawn.push(await this.#dataOf(picture));
    const target = path.join(await makeScratch(this.#scratch, 'drawing'), 'drawing.svg');
    await fillDrawing(file, { values, pictures: drawn }, target);
    return target;
  }

  /** A picture as the address of its data. Throws RenditionError, SourceError. */
  async #dataOf({ path: object, request = FULL_SIZE }: RecipeObject): Promise<string> {
    const drawn = await this.#draw(this.#masterOf(object), { ...request, output: { format: 'png-alpha' } });
    // It is read again at once.
    const bytes = await openPicture(drawn).png({ compressionLevel: 1 }).toBuffer();
    return `data:image/png;base64,${bytes.toString('base64')}`;
  }

  /** The picture that a request is about; one without a name is all made of what it names. */
  #masterOf(object: string | undefined): Master {
    const { facts, master } = this.#job;
    const found = object === undefined ? undefined : this.decoded.get(object);
    if (found && !('got' in found)) return found.master;
    if (object !== undefined || facts.kind !== 'image') throw unusableReference(object ?? '', found?.got ?? 'none');
    return { file: master.file, facts };
  }

  /** Fonts are opened where there are texts alone: what opens them takes long to load. */
  async #openTexts(): Promise<OpenTexts | undefined> {
    const { fonts } = this.#job;
    if (fonts && !this.#texts) {
      const { openTexts } = await import('../text/open-texts.ts');
      this.#texts = await openTexts(fonts, readGlyphImage);
    }
    return this.#texts;
  }

  async #draw(master: Master, recipe: PictureRecipe): Promise<Picture> {
    const texts = await this.#openTexts();
    const setText = texts && { setText: texts.setText };
    const frame = makeFrame(recipe, withReferenceFacts({ ...master.facts, ...setText }, this.decoded));
    const rendering = renderingOf(recipe);
    const opening = await openForFrames(master, [frame], false, { rendering, load: this.#load });
    const drawing = { ...opening, ...(texts && { drawText: texts.draw }) };
    const colors = { rendering: ofOthers(rendering), load: this.#load };
    let drawn: Picture | undefined;
    await drawFrames(openReferenced(drawing, this.decoded, colors), [frame], async (_frame, draw) => {
      drawn = toBytes(await draw());
    });
    if (!drawn) throw new RangeError('expected pixels of a picture in a drawing, got none');
    return drawn;
  }
}

/** The objects that the recipes of a job name, as files that libvips opens. */
export const decodeReferences = (job: LocalJob, scratch: string): Promise<OpenReferences> =>
  new Decoding(job, scratch).all();
