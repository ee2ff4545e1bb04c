import * as z from 'zod';
import { SET_TYPES } from '../../model/sets.ts';
import { filePath, profileName, whole } from '../fields.ts';

const expression = (what: string) =>
  z.string({ error: what }).refine(isExpression, { error: `${what} that JavaScript can read` });

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** A position in a spin: the number that a group captures. */
const position = expression('a regular expression').refine((text) => groupsOf(text) > 0, {
  error: 'a regular expression with a group that captures the number, such as R(\\d+)',
});

/** The number of groups that an expression captures. */
function groupsOf(text: string): number {
  return isExpression(text) ? (new RegExp(`${text}|`, 'u').exec('')?.length ?? 1) - 1 : 0;
}

const affix = z
  .string({ error: 'a piece of a name' })
  .regex(/^[^/\p{Cc}]*$/u, { error: 'a piece of a name without slashes' });

/** A rule by which names of files make sets: what Dynamic Media calls a batch set preset. */
export const setRules = z
  .strictObject({
    kind: z.literal('set-rules').describe('This document is a rule by which names make sets'),
    name: profileName.describe('Name by which folders choose it'),
    description: z.string().optional().describe('What it is for'),
    type: z.enum(SET_TYPES).default('image').describe('What its sets are shown as'),
    match: expression('a regular expression')
      .default('.*')
      .describe('Names of members, whole and without extension; its first group is the base of the set’s name'),
    base: expression('a regular expression')
      .optional()
      .describe('The base instead, found in the name: its first group, or all that matches'),
    order: z
      .array(expression('a regular expression'))
      .default([])
      .describe('Members in the order of the first expression that is their whole name; then as people count'),
    row: position.optional().describe('Spins in two directions: the number of the row, captured by its group'),
    column: position.optional().describe('Spins: the number of the frame in its row, captured by its group'),
    swatch: affix
      .optional()
      .describe('Name of the picture that is a member’s swatch and no member: {base}, {name} = the member’s own'),
    prefix: affix.default('').describe('What stands before the base in the set’s name'),
    suffix: affix.default('').describe('What stands behind it'),
    into: filePath
      .optional()
      .describe('Folder of the library that the sets stand in; without it, that of their members'),
    least: whole(1, 1000).default(2).describe('Fewer members make no set'),
  })
  .refine(({ row, column }) => row === undefined || column !== undefined, {
    error: '`column` beside it',
    path: ['row'],
  })
  .refine(({ column, type }) => column === undefined || type === 'spin', {
    error: '`type: spin` beside it',
    path: ['column'],
  });
