'use strict';
// Runs a program of dist/. V8 takes two thirds of the time in which a command starts for making code of its scripts, so the
// second call leaves that code beside them, and every later one takes it from there. The first leaves no more than the folder
// for it: in a container that is made anew for each call nothing would ever read it. Where nothing can be written, as in
// packages that belong to root, all goes on without.
const {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { Script } = require('node:vm');
const { crc32 } = require('node:zlib');

// By then all that a start needs has run; code that rests for long is dropped by V8, and would be missing in the file.
const STARTED_MS = 1000;

// Code that is taken from a file has no way of its own to import packages: it gets that of this module.
const WRAPPER = ['(function(exports,require,module,__filename,__dirname,__url,__import){', '\n})'];

const importPackage = (name) => import(name);

// Before the code stand the checksums of its script and of itself: V8 compares no more than the lengths of scripts, and takes
// code with a flipped bit for what it wrote.
const HEAD_BYTES = 8;

/** The code of a script; undefined where there is none, or that of another script, or not as it was written. */
function read(file, source) {
  let held;
  try {
    held = readFileSync(file);
  } catch {
    return undefined;
  }
  const code = held.subarray(HEAD_BYTES);
  if (code.length === 0 || held.readUInt32LE(0) !== crc32(source)) return undefined;
  return held.readUInt32LE(4) === crc32(code) ? code : undefined;
}

function headed(source, code) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(crc32(source), 0);
  head.writeUInt32LE(crc32(code), 4);
  return Buffer.concat([head, code]);
}

/** Whole or not at all, whoever else writes it, and whatever ends this process. */
function write(file, data) {
  const aside = `${file}.${process.pid}`;
  try {
    const handle = openSync(aside, 'w');
    try {
      writeFileSync(handle, data);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** The scripts whose code is nowhere yet, with the files that are to hold it. */
const fresh = [];

function keep(folder) {
  const missing = fresh.splice(0);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') return;
    try {
      for (const { file, source, script } of missing) write(file, headed(source, script.createCachedData()));
    } catch {
      // A full disk, a folder of another user's: a start goes on taking its time.
    }
  }
}

/** Runs `dist/<program>/main.cjs`. */
module.exports = function load(program) {
  const folder = path.join(__dirname, '../dist', program);
  // What V8 wrote is taken by the same release on the same kind of machine only; it looks at that, too, and at its flags.
  const codes = path.join(folder, `code-${process.version}-${process.arch}`);
  const outside = createRequire(path.join(folder, 'main.cjs'));
  const loaded = new Map();

  const run = (name) => {
    const known = loaded.get(name);
    if (known) return known.exports;
    const filename = path.join(folder, name);
    const file = path.join(codes, name);
    const source = readFileSync(filename);
    const cachedData = read(file, source);
    const script = new Script(WRAPPER.join(source.toString('latin1')), { filename, cachedData });
    if (cachedData === undefined) fresh.push({ file, source, script });
    const module = { exports: {} };
    loaded.set(name, module);
    const require = (wanted) => (wanted.startsWith('./') ? run(wanted.slice(2)) : outside(wanted));
    const url = pathToFileURL(filename).href;
    try {
      script.runInThisContext()(
        ...[module.exports, Object.assign(require, outside), module, filename, folder, url, importPackage],
      );
    } catch (error) {
      // Who asks again is told again.
      loaded.delete(name);
      throw error;
    }
    return module.exports;
  };

  const keepOnce = () => void (fresh.length > 0 && keep(codes));
  process.once('exit', keepOnce);
  // What a worker does then is to end itself.
  process.once('disconnect', keepOnce);
  setTimeout(keepOnce, STARTED_MS).unref();
  run('main.cjs');
};
