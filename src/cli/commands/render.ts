import { basename, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { formatOfName, masterFormat } from '../../model/formats/master-formats.ts';
import { jsonLine } from '../../model/run/json-line.ts';
import { UsageError } from '../../model/errors.ts';
import type { RenderOptions } from '../../run/render.ts';
import type { MadePicture } from '../../run/rendering/made-picture.ts';
import type { Call, Command } from '../command.ts';
import { OPTIONS, type OptionValues } from '../../profiles/options/options.ts';

/** A file below the working directory as a person there would type it, any other in full. */
function nearPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near.startsWith('..') || isAbsolute(near) ? path : near;
}

/** `red.jpg` in the preset `thumb` → `red-thumb.jpg` in the working directory, `red-badge-7.jpg` of a row of data. */
function fileFor(
  { target, declared, extension }: MadePicture,
  row: string | undefined,
  { options, request }: Call,
): string {
  if (options.to !== undefined) return resolve(request.cwd, options.to);
  const parts = [basename(target.path, extname(target.path)), declared.crop, declared.preset, row];
  const named = parts.filter((part) => part !== undefined);
  return join(request.cwd, `${named.length > 1 ? named.join('-') : `${named[0]}-render`}${extension}`);
}

/** Tells who looks at a file's name that the picture in it is of another format: its recipe says which, not the name. */
function warnOfEnding({ target, facts }: MadePicture, path: string, { context }: Call): void {
  const [named, made] = [formatOfName(path), masterFormat(facts.mime)];
  if (named === undefined || made === undefined || named.name === made.name) return;
  const message = `${basename(path)} is named as ${named.label} is, and holds ${made.label}`;
  const hint = `Ask for the other format (fmt=…), or name it *.${made.extensions[0]}.`;
  context.emit({ type: 'notice', level: 'warning', message, hint, asset: target.path });
}

/** The part of the picture that is asked for, as the use case takes it. */
function orderOf({
  preset,
  modifiers,
  set = [],
  setFile,
  lenient = false,
  from = OPTIONS.from.default,
}: OptionValues): Omit<RenderOptions, 'assets'> {
  return {
    set: Object.fromEntries(set),
    lenient,
    from,
    ...(setFile === undefined ? {} : { setFile }),
    ...(preset === undefined ? {} : { preset }),
    ...(modifiers === undefined ? {} : { modifiers }),
  };
}

function checkOptions({ words, options, surroundings }: Call): void {
  const conflict = (message: string, hint: string): UsageError => new UsageError('OPTION_CONFLICT', message, { hint });
  if (options.preset === undefined && options.modifiers === undefined) {
    throw conflict('expected --preset or --modifiers for render, got neither', 'Presets: dmx presets list.');
  }
  if (options.to !== undefined && words.length > 1) {
    throw conflict(
      `expected one asset with --to, got ${words.length}`,
      'Leave --to away: each gets a name of its own.',
    );
  }
  if (options.to !== undefined && options.setFile !== undefined) {
    throw conflict('expected one picture with --to, got one per row of --set-file', 'Leave --to away.');
  }
  if (options.to === '-' && (surroundings.out.isTerminal || options.json === true)) {
    throw conflict(
      'a picture cannot be written to a terminal or between JSON lines',
      'Redirect it: dmx render … -o - > file.',
    );
  }
}

export const render: Command = {
  name: 'render',
  group: 'Make renditions',
  summary: 'makes one rendition of an asset, with the bytes that ingest makes',
  arguments: [
    {
      name: 'asset',
      completes: 'asset',
      many: true,
      required: true,
      help: 'a file, or an asset path of the catalog; asset:Large for a smart crop',
    },
  ],
  takes: ['target', 'rendition', 'source', 'force', 'place', 'resources', 'lines', 'terminal'],
  envOnly: ['output'],
  examples: [
    ['dmx render red.jpg --preset web', 'writes red-web.jpg here'],
    ['dmx render shoes/red.jpg:Large -p banner -o b.webp', 'a preset applied to a smart crop'],
    ['dmx render red.jpg --preset badge --set-file badges.csv', 'a template, once for each row'],
    ["dmx render red.jpg --modifiers 'wid=400&op_usm=1,1,5' -o -", 'to stdout'],
  ],
  async run(call) {
    const { words, options, request, context, streams, surroundings } = call;
    checkOptions(call);
    const { render: run } = await import('../../run/render.ts');
    await run(request, { assets: words, ...orderOf(options) }, context, async (picture, row) => {
      if (options.to === '-') return surroundings.out.write(picture.read());
      const path = fileFor(picture, row?.name, call);
      await picture.save(path, options.force === true);
      warnOfEnding(picture, path, call);
      const { given: asset } = picture.target;
      streams.out(
        options.json === true ? jsonLine({ type: 'rendered', asset, path }) : `${nearPath(path, request.cwd)}\n`,
      );
    });
    return 0;
  },
};
