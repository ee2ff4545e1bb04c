import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { tokenise } from '../../../src/serving/grammar.ts';
import { inRepository } from '../files/repository.ts';

const ROOT = inRepository('fixtures', 'golden');

const caseSchema = z.strictObject({
  /** What the case is there to catch. */
  about: z.string(),
  /** A file of test/support/pictures/golden-masters.ts. */
  master: z.string(),
  /** Canonical recipe text. */
  recipe: z.string(),
  /** The same with one argument moved one notch: it must not pass. */
  notch: z.string(),
  /** What is told of the finished file, where pixels do not show what the case is about. */
  file: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export interface GoldenCase extends z.infer<typeof caseSchema> {
  readonly name: string;
  /** The picture expected; there is none where the file is looked at. */
  readonly expected: string;
}

export const GOLDEN_CASES: readonly GoldenCase[] = readdirSync(ROOT)
  .filter((name) => existsSync(path.join(ROOT, name, 'case.yaml')))
  .map((name) => ({
    name,
    expected: path.join(ROOT, name, 'expected.png'),
    ...caseSchema.parse(parse(readFileSync(path.join(ROOT, name, 'case.yaml'), 'utf8'))),
  }));

const commandsOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...tokenise(text)].map((token) => [token.name, token.kind === 'command' ? token.value : '']));

/** The commands that a case and its notch say differently. */
export function movedCommands({ recipe, notch }: GoldenCase): readonly string[] {
  const [before, after] = [commandsOf(recipe), commandsOf(notch)];
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));
}
