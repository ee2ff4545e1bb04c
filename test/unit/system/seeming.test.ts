import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeeming } from '../../../src/system/seeming.ts';
import { sniff } from '../../../src/system/sniff.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

async function seems(bytes: Buffer): Promise<string> {
  const file = join(ownFolder(), 'a.jpg');
  writeFileSync(file, bytes);
  return (await readSeeming(file, await sniff(file))).what;
}

describe('what stands where a master was', () => {
  it.each([
    ['a web page', Buffer.from('\ufeff<!DOCTYPE html><html>', 'utf16le')],
    ['a web page', latin('<!-- a --><!-- b -->\n<html>')],
    ['a web page', latin('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html>')],
    ['a web page', latin('<script>location = "/login"</script>')],
    ['an XML document', latin('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
    ['a git-LFS pointer', Buffer.from('\ufeffversion https://git-lfs.github.com/spec/v1\n')],
    ['a git-annex pointer', latin('../../.git/annex/objects/aa/bb/SHA256E-s1--a/a')],
    ['text', Buffer.from('\ufeffnot found', 'utf16le')],
    ['erased bytes (FF) in place of its content', Buffer.alloc(400, 0xff)],
    ['a PNG that was copied as text', latin('\x89PNG\n\x1a\n\0\0\0\rIHDR')],
    ['a PNG that was copied as text', Buffer.from('\ufffdPNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['a picture that was copied as text', Buffer.from('\ufffd\ufffd\ufffd\ufffd\0\x10JFIF\0')],
  ])('seems to be %s', async (what, bytes) => {
    expect(await seems(bytes)).toBe(what);
  });
});
