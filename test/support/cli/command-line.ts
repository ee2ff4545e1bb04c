import { runCommandLine } from '../../../src/cli/program.ts';

export interface CommandEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandSetting {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether stdout is a terminal. */
  readonly terminal?: boolean;
  readonly columns?: number;
}

/** Runs a command line inside this process, with nothing around it but what is given. */
export async function dmx(argv: readonly string[], setting: CommandSetting = {}): Promise<CommandEnd> {
  const { cwd = '/', environment = {}, terminal = false, columns = 100 } = setting;
  const written = { out: '', err: '' };
  const outlet = (name: 'out' | 'err') => ({
    write: (data: string | Uint8Array): void => void (written[name] += Buffer.from(data).toString()),
    isTerminal: terminal && name === 'out',
    columns,
  });
  const code = await runCommandLine(argv, {
    ...{ environment, cwd, out: outlet('out'), err: outlet('err'), appendFile: () => {} },
    signal: new AbortController().signal,
  });
  return { code, ...written };
}
