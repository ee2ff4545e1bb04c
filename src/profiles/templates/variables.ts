import * as z from 'zod';
import { VARIABLE_TYPES } from './template.ts';

const scalar = z.union([z.string(), z.number()], { error: 'a text or a number' });

/** The letters of a variable's name. */
const variableName = z.string().regex(/^[A-Za-z0-9._-]+$/, { error: 'a name of letters, digits, . _ -' });

/** Variables of a preset by name: the default of each alone, or with its type and what it is. */
export const variables = z.record(
  variableName,
  z.union(
    [
      scalar,
      z.strictObject({
        default: scalar.describe('Value where none is given'),
        type: z
          .enum(VARIABLE_TYPES)
          .default('text')
          .describe('What it may be: text, number, color, or asset: a picture'),
        description: z.string().optional().describe('What it is, in a sentence'),
      }),
    ],
    { error: 'a default, or keys such as { default: New, type: text }' },
  ),
);
