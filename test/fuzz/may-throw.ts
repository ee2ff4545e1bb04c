/** Runs a reader that says that it throws errors of these classes: all others go on. Answers undefined where it threw. */
export async function mayThrow<T>(
  work: () => T | Promise<T>,
  ...classes: readonly (abstract new (...args: never[]) => Error)[]
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (classes.some((one) => error instanceof one)) return undefined;
    throw error;
  }
}
