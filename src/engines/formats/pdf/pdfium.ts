import type { WrappedPdfium } from '@embedpdf/pdfium';
import { readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { MOST_PAGES } from '../../../model/recipe/master-part.ts';
import type { ForeignPicture } from '../foreign/foreign-picture.ts';
import type { Comment } from '../../image/metadata/embedded-metadata.ts';
import { emscriptenSettings } from '../foreign/emscripten.ts';
import { missingPackage, packageModule } from '../foreign/load-package.ts';

const PACKAGE = '@embedpdf/pdfium';
const LABEL = 'PDF and Illustrator';

const compiled = packageModule(PACKAGE, LABEL, 'dist/pdfium.wasm');

/** Dots to the inch that pages are drawn with, as Dynamic Media does; a point is a 72nd of an inch. */
const DOTS_PER_INCH = 150;
const POINTS_PER_INCH = 72;

// FPDFBitmap_BGRA; FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER: notes are drawn, red stands first.
const WITH_ALPHA = 4;
const FLAGS = 0x01 | 0x10;
const CLEAR_WHITE = 0x00ff_ffff;

// FPDF_GetLastError.
const PASSWORD = 4;

/** A document that is open, and one of its pages. */
export interface OpenPage extends Size {
  readonly pdfium: WrappedPdfium;
  readonly page: number;
  readonly pages: number;
  /** Of the pages behind the first, as far as recipes may name them. */
  readonly pageSizes: NonNullable<ImageFacts['pageSizes']>;
  readonly comments: readonly Comment[];
}

// Of the information that a document has (PDF 14.3.3): what is about its content.
const KEYWORDS = ['Title', 'Author', 'Subject', 'Keywords'];
const MOST_TEXT_BYTES = 2 ** 16;

async function start(): Promise<WrappedPdfium> {
  const module = await compiled();
  const { init } = await import('@embedpdf/pdfium').catch((error: unknown) => {
    throw missingPackage(PACKAGE, LABEL, error);
  });
  const pdfium = await init(emscriptenSettings(module));
  // No form and no script is started: those have functions of their own.
  pdfium.PDFiumExt_Init();
  return pdfium;
}

function refused(code: number): SourceError {
  if (code === PASSWORD) {
    return new SourceError('SOURCE_FORMAT_UNSUPPORTED', 'expected a PDF without a password, got one with', {
      hint: 'Save it without a password.',
    });
  }
  return new SourceError('SOURCE_CORRUPT', `expected a PDF that can be opened, got error ${code} of PDFium`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

function commentsOf({ pdfium, FPDF_GetMetaText }: WrappedPdfium, document: number): readonly Comment[] {
  const at = pdfium.wasmExports.malloc(MOST_TEXT_BYTES);
  return KEYWORDS.flatMap((keyword) => {
    // UTF-16 with a closing zero; nothing is written where it is longer than the room for it.
    const bytes = FPDF_GetMetaText(document, keyword, at, MOST_TEXT_BYTES);
    if (bytes <= 2 || bytes > MOST_TEXT_BYTES) return [];
    return [{ keyword, text: Buffer.from(pdfium.HEAPU8.slice(at, at + bytes - 2)).toString('utf16le') }];
  });
}

const side = (points: number): number => Math.max(1, Math.round((points * DOTS_PER_INCH) / POINTS_PER_INCH));

/** The sizes of the pages behind the first. Of a page that cannot be read PDFium says none: it is the smallest there is. */
function pageSizesOf({ pdfium, FPDF_GetPageSizeByIndexF }: WrappedPdfium, document: number, pages: number) {
  const at = pdfium.wasmExports.malloc(8);
  return Array.from({ length: Math.max(0, Math.min(pages, MOST_PAGES) - 1) }, (_, i): readonly [number, number] => {
    if (!FPDF_GetPageSizeByIndexF(document, i + 1, at)) return [1, 1];
    const floats = new DataView(pdfium.HEAPU8.buffer, at, 8);
    return [side(floats.getFloat32(0, true)), side(floats.getFloat32(4, true))];
  });
}

/**
 * Opens a page of a file, counted from 1: its crop box, turned as it says. Throws SourceError, EngineError
 * (ENGINE_MISSING).
 */
export async function openPage(file: string, number = 1): Promise<OpenPage> {
  const bytes = await readFile(file);
  const pdfium = await start();
  const { pdfium: library } = pdfium;
  const at = library.wasmExports.malloc(bytes.length);
  library.HEAPU8.set(bytes, at);
  const document = pdfium.FPDF_LoadMemDocument(at, bytes.length, '');
  const page = document === 0 ? 0 : pdfium.FPDF_LoadPage(document, number - 1);
  if (page === 0) throw refused(pdfium.FPDF_GetLastError());
  const pages = pdfium.FPDF_GetPageCount(document);
  return {
    ...{ pdfium, page, pages, pageSizes: pageSizesOf(pdfium, document, pages), comments: commentsOf(pdfium, document) },
    ...{ width: side(pdfium.FPDF_GetPageWidthF(page)), height: side(pdfium.FPDF_GetPageHeightF(page)) },
  };
}

/** Draws an opened page, with alpha where nothing is drawn. Throws SourceError where there is no memory for it. */
export function drawPage({ pdfium, page, width, height }: OpenPage): ForeignPicture {
  const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, WITH_ALPHA, 0, 0);
  if (bitmap === 0) {
    throw new SourceError('SOURCE_TOO_LARGE', `expected a page that there is memory for, got ${width}×${height}`, {
      hint: 'Export the page as a picture.',
    });
  }
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, CLEAR_WHITE);
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAGS);
  const stride = pdfium.FPDFBitmap_GetStride(bitmap);
  const at = pdfium.FPDFBitmap_GetBuffer(bitmap);
  const samples = pdfium.pdfium.HEAPU8.subarray(at, at + stride * height);
  return { width, height, samples, stride, channels: 4, alpha: true, space: 'srgb' };
}
