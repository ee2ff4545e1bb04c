import { later, type LaterCommand, type Scope } from '../command.ts';

type Row = readonly [scope: Scope, name: string, grammar: string, summary: string, aliases?: readonly string[]];

/** Rows that wait for the same thing. */
function waiting(reason: string, rows: readonly Row[]): readonly LaterCommand[] {
  return rows.map(([scope, name, grammar, summary, aliases = []]) =>
    later({ scope, name, grammar, summary, aliases, reason }),
  );
}

/** Table C of the language's reference without what the other files hold: known by name, not supported yet. */
export const LATER_COMMANDS: readonly LaterCommand[] = [
  ...waiting('texts are drawn in straight lines only', [
    ['layer', 'textAngle', 'degrees', 'Angle of a text.'],
    ['layer', 'textFlowPath', 'path', 'Areas that a text flows into.'],
    ['layer', 'textFlowXPath', 'path', 'Areas that a text flows around.'],
    ['layer', 'textPath', 'path', 'Line that a text follows.'],
    ['layer', 'pathAttr', 'direction[,start[,end]]', 'Direction and extent of a text on its path.'],
  ]),
];
