import { OPTION_GROUPS, type OptionGroup } from './option.ts';
import {
  type Decided,
  type FileValues,
  OPTION_ROWS,
  optionsOf,
  type OptionValues,
  type RunOptions,
  type SelectionOptions,
} from './options.ts';

/** Values that were said with options of one kind of families. */
function pickOptions(values: OptionValues, of: 'run' | 'selection'): OptionValues {
  const said = OPTION_ROWS.filter(([name, row]) => OPTION_GROUPS[row.group].of === of && values[name] !== undefined);
  return Object.fromEntries(said.map(([name]) => [name, values[name]]));
}

export const pickRunOptions = (values: OptionValues): RunOptions => pickOptions(values, 'run');
export const pickSelectionOptions = (values: OptionValues): SelectionOptions => pickOptions(values, 'selection');

/** Values of dmx.yaml for the options that are their command's own, of these families. */
export function writtenOf(file: FileValues, groups: readonly OptionGroup[]): OptionValues {
  const written: Readonly<Record<string, unknown>> = file;
  const rows = optionsOf(groups).filter(([, row]) => OPTION_GROUPS[row.group].of === 'command');
  const said = rows.map(([name, row]) => [name, row.file === undefined ? undefined : written[row.file]] as const);
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

/** Every option of a run: as flag or environment say it, else dmx.yaml, else its default. */
export function decide(said: RunOptions, file: FileValues): Decided {
  const written: Readonly<Record<string, unknown>> = file;
  const flags: OptionValues = said;
  const rows = OPTION_ROWS.filter(([, row]) => OPTION_GROUPS[row.group].of === 'run');
  const decided = rows.map(([name, row]) => {
    const below = row.file === undefined ? undefined : written[row.file];
    return [name, flags[name] ?? below ?? row.default] as const;
  });
  return Object.fromEntries(decided) as unknown as Decided;
}
